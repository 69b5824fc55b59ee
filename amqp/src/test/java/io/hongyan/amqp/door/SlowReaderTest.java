package io.hongyan.amqp.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelOpen;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.codec.raw.RawClient;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Consumers that take more than they should, and what is left for others.
class SlowReaderTest {
    private static final int MESSAGES = 700;
    private static final int LEFT_FOR_OTHERS = 150;
    private static final String PAYLOAD = "x".repeat(60_000);

    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    private static BasicConsume consume(String tag, boolean noAck, boolean noWait) {
        return new BasicConsume("TopicA", tag, false, noAck, false, noWait, FieldTable.EMPTY);
    }

    @Test
    void a_consumer_without_acknowledgements_that_does_not_read_leaves_the_queue_to_others() throws Exception {
        AtomicInteger others = new AtomicInteger();
        try (RawAmqp slow = RawAmqp.opened(stage);
                Connection connection = stage.connect();
                RawClient device = stage.device("many")) {
            slow.send(1, consume("slow", true, false));
            assertThat(slow.next()).isInstanceOf(BasicConsumeOk.class);
            for (int i = 0; i < MESSAGES; i++) {
                device.publishAndWait("TopicA/n", PAYLOAD);
            }
            Channel channel = connection.createChannel();
            channel.basicConsume(
                    "TopicA", true, "", false, false, Map.of(), (_, _) -> others.incrementAndGet(), (_, _) -> {});
            await().until(() -> others.get() >= LEFT_FOR_OTHERS);
        }
    }

    @Test
    void a_connection_has_at_most_a_thousand_consumers_over_all_its_channels() throws Exception {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(2, ChannelOpen.OPEN);
            assertThat(client.next()).isEqualTo(ChannelOpenOk.OPEN_OK);
            for (int i = 0; i < 1000; i++) {
                client.send(1 + i % 2, consume("c" + i, false, true));
            }
            client.send(2, consume("more", false, false));
            assertThat(client.next())
                    .isInstanceOfSatisfying(
                            ChannelClose.class,
                            close -> assertThat(close.replyText()).contains("at most 1000 consumers"));
            client.send(2, ChannelCloseOk.CLOSE_OK).send(1, consume("more", false, false));
            assertThat(client.next()).isEqualTo(new BasicConsumeOk("more"));
        }
    }
}
