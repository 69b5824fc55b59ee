package io.hongyan.amqp.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.hongyan.amqp.queue.DropCause;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What devices and business systems see of a queue that has reached its bounds.
class FullQueueTest {
    private static final int MOST = 8;
    private static final int BURST = 100;

    @RegisterExtension
    private final DoorStage stage = DoorStage.bounded(512, MOST);

    private final Queue<String> got = new ConcurrentLinkedQueue<>();

    private void consume(Channel channel) throws IOException {
        channel.basicConsume(
                "TopicA",
                false,
                "",
                false,
                false,
                Map.of(),
                (_, delivery) -> got.add(new String(delivery.getBody(), UTF_8)),
                (_, _) -> {});
    }

    @Test
    void devices_that_publish_faster_than_the_oldest_give_way_are_refused_with_its_name() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("full")) {
            Channel channel = connection.createChannel();
            consume(channel);
            channel.close();
            List<Received> answers = new ArrayList<>();
            stage.halted(() -> {
                for (int id = 1; id <= BURST; id++) {
                    device.publish("TopicA/n", "m", QoS.AT_LEAST_ONCE, id);
                    answers.add(device.expect(Received.PUBACK));
                }
            });
            answers.removeIf(answer -> answer.reason() == 0);
            assertThat(answers).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.reason()).isEqualTo(ReasonCode.QUOTA_EXCEEDED.code());
                assertThat(answer.values(Property.REASON_STRING))
                        .containsExactly("queue TopicA has no room: too many messages wait in it");
            });
            assertThat(published(connection)).isEqualTo("ack");
            await().until(() -> device.publishReason("TopicA/n", "again") == 0);
        }
    }

    /// Publishes as a business system; that enters no queue.
    private static String published(Connection connection) throws Exception {
        LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener((_, _) -> answers.add("ack"), (_, _) -> answers.add("nack"));
        channel.basicPublish("TopicA/s", "TopicA/s", true, new AMQP.BasicProperties(), "x".getBytes(UTF_8));
        return answers.take();
    }

    @Test
    void without_consumers_the_oldest_give_way_and_are_counted() throws Exception {
        int sent = 5 * MOST;
        try (Connection connection = stage.connect();
                RawClient device = stage.device("away")) {
            Channel first = connection.createChannel();
            consume(first);
            first.close();
            for (int i = 0; i < sent; i++) {
                String text = "m" + i;
                await().until(() -> device.publishReason("TopicA/n", text) == 0);
            }
            await().until(() -> stage.queues.all().getFirst().messages() == MOST);
            got.clear();
            consume(connection.createChannel());
            await().until(() -> got.size() == MOST);
            assertThat(got)
                    .containsExactlyElementsOf(IntStream.range(sent - MOST, sent)
                            .mapToObj(i -> "m" + i)
                            .toList());
            assertThat(stage.queues.all().getFirst().dropped()).containsEntry(DropCause.FULL, (long) sent - MOST);
        }
    }
}
