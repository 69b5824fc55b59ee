package io.hongyan.amqp.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.ConfirmSelect;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishTest {
    @RegisterExtension
    private final DoorStage stage = new DoorStage();

    private final Queue<Long> acks = new ConcurrentLinkedQueue<>();
    private final Queue<Long> nacks = new ConcurrentLinkedQueue<>();

    private Channel confirming(Connection connection) throws Exception {
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener((tag, _) -> acks.add(tag), (tag, _) -> nacks.add(tag));
        return channel;
    }

    private static void publish(Channel channel, String topic, AMQP.BasicProperties properties, byte[] body)
            throws Exception {
        channel.basicPublish(topic, topic, true, properties, body);
    }

    @Test
    void a_message_reaches_devices_with_its_properties_and_is_confirmed() throws Exception {
        try (RawClient device = stage.device("one");
                Connection connection = stage.connect()) {
            device.subscribe(QoS.AT_LEAST_ONCE, "TopicA/#");
            Channel channel = confirming(connection);
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .messageId("0123456789ABCDEF0123456789ABCDEF")
                    .contentType("text/plain")
                    .expiration("90")
                    .correlationId("c-1")
                    .replyTo("TopicB/answers")
                    .headers(Map.of("mqtt5UserProperty", "[{\"key\":\"k1\",\"value\":\"v1\"}]", "seqId", 1L))
                    .build();
            publish(channel, "TopicA/a/b", properties, "hello".getBytes(UTF_8));
            Received received = device.expectMessage("TopicA/a/b", "hello");
            assertThat(received.qos()).isEqualTo(1);
            assertThat(received.retain()).isFalse();
            assertThat(received.values(Property.CONTENT_TYPE)).containsExactly("text/plain");
            assertThat(received.values(Property.RESPONSE_TOPIC)).containsExactly("TopicB/answers");
            assertThat(received.values(Property.CORRELATION_DATA)).containsExactly("632d31");
            assertThat(received.number(Property.MESSAGE_EXPIRY_INTERVAL)).isBetween(89L, 90L);
            assertThat(received.values(Property.USER_PROPERTY)).containsExactly("k1=v1");
            await().until(() -> acks.contains(1L));
        }
    }

    @Test
    void a_message_to_one_client_reaches_it_without_subscription() throws Exception {
        try (RawClient device = stage.device("two");
                Connection connection = stage.connect()) {
            Channel channel = confirming(connection);
            publish(channel, "TopicA/p2p/GID_Test@@@two", new AMQP.BasicProperties(), "for you".getBytes(UTF_8));
            device.expectMessage("TopicA/p2p/GID_Test@@@two", "for you");
            await().until(() -> acks.contains(1L));
        }
    }

    @Test
    void an_empty_message_has_no_body_frame() throws Exception {
        try (RawClient device = stage.device("three");
                RawAmqp client = RawAmqp.opened(stage)) {
            device.subscribe(QoS.AT_LEAST_ONCE, "TopicA/#");
            client.send(1, new ConfirmSelect(true)).publish("TopicA/empty", "");
            assertThat(client.next()).isEqualTo(new BasicAck(1, false));
            device.expectMessage("TopicA/empty", "");
        }
    }

    @Test
    void a_large_message_comes_in_many_frames() throws Exception {
        byte[] body = "x".repeat(60_000).getBytes(UTF_8);
        try (RawClient device = stage.device("four");
                Connection connection = limited(4096)) {
            device.subscribe(QoS.AT_LEAST_ONCE, "TopicA/#");
            Channel channel = confirming(connection);
            publish(channel, "TopicA/large", new AMQP.BasicProperties(), body);
            device.expectMessage("TopicA/large", new String(body, UTF_8));
        }
    }

    private Connection limited(int frameMax) throws Exception {
        var factory = stage.factory(DoorStage.user("YYYYY"), DoorStage.password("XXXXX"));
        factory.setRequestedFrameMax(frameMax);
        return factory.newConnection();
    }

    @Test
    void each_message_is_confirmed_alone() throws Exception {
        try (RawAmqp client = RawAmqp.opened(stage)) {
            client.send(1, new ConfirmSelect(true));
            for (int i = 0; i < 500; i++) {
                client.publish("TopicA/many", "m" + i);
            }
            long[] seen = new long[501];
            for (int i = 0; i < 500; i++) {
                BasicAck ack = (BasicAck) client.next();
                assertThat(ack.multiple()).isFalse();
                seen[(int) ack.deliveryTag()]++;
            }
            assertThat(seen).startsWith(0, 1).doesNotContain(2);
        }
    }

    @Test
    void what_is_refused_gets_a_nack_and_a_line_and_its_neighbours_an_ack() throws Exception {
        try (Connection connection = stage.connect()) {
            Channel channel = confirming(connection);
            byte[] body = "x".getBytes(UTF_8);
            AMQP.BasicProperties none = new AMQP.BasicProperties();
            publish(channel, "TopicA/good", none, body);
            publish(channel, "Undeclared/a", none, body);
            publish(channel, "TopicA/+", none, body);
            publish(channel, "$SYS/a", none, body);
            publish(channel, "TopicA/a", none.builder().expiration("soon").build(), body);
            publish(
                    channel,
                    "TopicA/a",
                    none.builder()
                            .headers(Map.of("mqtt5UserProperty", "no list"))
                            .build(),
                    body);
            publish(channel, "TopicA/large", none, new byte[300_000]);
            channel.basicPublish("amq.direct", "TopicA/a", none, body);
            publish(
                    channel,
                    "TopicA/a",
                    none.builder()
                            .headers(Map.of("mqtt5UserProperty", Map.of("k", "v")))
                            .build(),
                    body);
            publish(channel, "TopicA/" + "l".repeat(240), none, body);
            publish(channel, "TopicA/medium", none, new byte[100_000]);
            publish(channel, "TopicA/good", none, body);
            await().until(() -> acks.size() + nacks.size() == 12);
            assertThat(acks).containsExactlyInAnyOrder(1L, 12L);
            refused(10);
            refused(ReasonCode.NOT_AUTHORIZED, "parent topic Undeclared is not declared");
            refused(ReasonCode.NOT_AUTHORIZED, "topics that begin with $");
            refused(ReasonCode.TOPIC_NAME_INVALID, "the topic: ");
            refused(ReasonCode.TOPIC_NAME_INVALID, "a topic of 247 characters");
            refused(ReasonCode.TOPIC_NAME_INVALID, "amq.direct");
            refused(ReasonCode.PROTOCOL_ERROR, "expiration is a number of seconds");
            refused(ReasonCode.PROTOCOL_ERROR, "mqtt5UserProperty is a list like");
            refused(ReasonCode.PROTOCOL_ERROR, "mqtt5UserProperty is a text like");
            refused(ReasonCode.PACKET_TOO_LARGE, "300000 bytes");
            refused(ReasonCode.QUOTA_EXCEEDED, "100000 bytes");
            assertThat(stage.amqp.figures().refused())
                    .containsEntry("not_authorized", 2L)
                    .containsEntry("topic_name_invalid", 3L)
                    .containsEntry("protocol_error", 3L)
                    .containsEntry("packet_too_large", 1L)
                    .containsEntry("quota_exceeded", 1L)
                    .containsEntry("unspecified_error", 0L);
        }
    }

    private List<BrokerEvent.PublishRefused> refusals() {
        return stage.events.stream()
                .filter(event -> event instanceof BrokerEvent.PublishRefused)
                .map(event -> (BrokerEvent.PublishRefused) event)
                .toList();
    }

    private void refused(int times) {
        assertThat(refusals()).hasSize(times);
    }

    private void refused(ReasonCode reason, String why) {
        assertThat(refusals())
                .filteredOn(refused -> refused.why().contains(why))
                .singleElement()
                .returns(reason, BrokerEvent.PublishRefused::reason);
    }

    @Test
    void without_confirms_a_topic_with_a_wildcard_closes_the_channel_alone() throws Exception {
        try (Connection connection = stage.connect()) {
            Channel channel = connection.createChannel();
            publish(channel, "TopicA/+", new AMQP.BasicProperties(), "x".getBytes(UTF_8));
            await().until(() -> !channel.isOpen());
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void without_confirms_a_refusal_closes_the_channel() throws Exception {
        try (Connection connection = stage.connect()) {
            Channel channel = connection.createChannel();
            publish(channel, "Undeclared/a", new AMQP.BasicProperties(), new byte[1]);
            await().until(() -> !channel.isOpen());
            assertThat(channel.getCloseReason().getMessage()).contains("406", "Undeclared");
            assertThat(stage.amqp.figures().closed())
                    .containsEntry("precondition_failed", 1L)
                    .containsEntry("not_found", 0L);
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void a_key_that_may_only_consume_gets_a_nack() throws Exception {
        AccessKey key = new AccessKey("sub", "secret-of-sub", true, List.of(), AccessRight.named("subscribe-only"));
        stage.metadata.createAccessKey(key);
        try (Connection connection = stage.connect(key)) {
            publish(confirming(connection), "TopicA/a", new AMQP.BasicProperties(), new byte[1]);
            await().until(() -> nacks.contains(1L));
        }
    }
}
