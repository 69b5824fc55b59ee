package io.hongyan.amqp.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.method.BasicConsume;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.queue.QueueStatus;
import io.hongyan.cloud.custom.CustomAccount;
import io.hongyan.cloud.custom.CustomAuth;
import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.cloud.custom.SignMode;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.AccessRight;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.topic.TopicFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConsumeTest {
    private static final int WINDOW = 20;

    @RegisterExtension
    private final DoorStage stage = DoorStage.bounded(WINDOW, 10_000);

    private final Queue<Delivery> got = new ConcurrentLinkedQueue<>();

    private String consume(Channel channel, String queue, Map<String, Object> arguments) throws IOException {
        return channel.basicConsume(
                queue, false, "", false, false, arguments, (_, delivery) -> got.add(delivery), (_, _) -> {});
    }

    private static List<String> texts(Iterable<Delivery> deliveries) {
        List<String> texts = new ArrayList<>();
        deliveries.forEach(delivery -> texts.add(new String(delivery.getBody(), UTF_8)));
        return texts;
    }

    private static String header(Delivery delivery, String name) {
        return String.valueOf(delivery.getProperties().getHeaders().get(name));
    }

    private QueueStatus status() {
        return stage.queues.all().getFirst();
    }

    @Test
    void what_a_device_publishes_comes_with_its_properties() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("one")) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            Properties properties = Properties.builder()
                    .set(Property.CONTENT_TYPE, "text/plain")
                    .set(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                    .user("k", "v")
                    .build();
            device.publish("TopicA/a/b", "hello", QoS.AT_LEAST_ONCE, 1, false, properties);
            await().until(() -> got.size() == 1);
            Delivery delivery = got.remove();
            assertThat(delivery.getBody()).isEqualTo("hello".getBytes(UTF_8));
            assertThat(delivery.getEnvelope().getExchange()).isEqualTo("TopicA");
            assertThat(delivery.getEnvelope().getRoutingKey()).isEqualTo("TopicA/a/b");
            assertThat(delivery.getEnvelope().isRedeliver()).isFalse();
            assertThat(delivery.getProperties().getMessageId()).matches("[0-9A-F]{32}");
            assertThat(delivery.getProperties().getContentType()).isEqualTo("text/plain");
            assertThat(delivery.getProperties().getExpiration()).isIn("59", "60");
            assertThat(header(delivery, "mqttParentTopic")).isEqualTo("TopicA");
            assertThat(header(delivery, "mqttSecondTopic")).isEqualTo("/a/b");
            assertThat(header(delivery, "clientId")).isEqualTo("GID_Test@@@one");
            assertThat(Long.parseLong(header(delivery, "bornTime"))).isPositive();
            assertThat(header(delivery, "mqtt5UserProperty")).isEqualTo("[{\"key\":\"k\",\"value\":\"v\"}]");
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            await().until(() -> status().messages() == 0);
        }
    }

    @Test
    void messages_wait_for_a_consumer_from_the_first_subscription_on() throws Exception {
        try (RawClient device = stage.device("two")) {
            device.publishAndWait("TopicA/before", "lost");
            try (Connection connection = stage.connect()) {
                consume(connection.createChannel(), "TopicA", Map.of());
            }
            await().until(() -> status().consumers() == 0);
            device.publishAndWait("TopicA/a", "kept");
            device.publish("TopicA/a", "kept, too");
            await().until(() -> status().messages() == 2);
            try (Connection connection = stage.connect()) {
                consume(connection.createChannel(), "TopicA", Map.of());
                await().until(() -> got.size() == 2);
                assertThat(texts(got)).containsExactly("kept", "kept, too");
            }
        }
    }

    @Test
    void consumers_share_a_queue_and_groups_have_their_own() throws Exception {
        Queue<Delivery> other = new ConcurrentLinkedQueue<>();
        try (Connection connection = stage.connect();
                RawClient device = stage.device("three")) {
            for (int i = 0; i < 4; i++) {
                Channel channel = connection.createChannel();
                channel.basicConsume("TopicA", true, (_, delivery) -> got.add(delivery), _ -> {});
            }
            Channel channel = connection.createChannel();
            channel.basicConsume("TopicA@audit", true, (_, delivery) -> other.add(delivery), _ -> {});
            for (int i = 0; i < 200; i++) {
                device.publishAndWait("TopicA/n", "m" + i);
            }
            String[] all = IntStream.range(0, 200).mapToObj(i -> "m" + i).toArray(String[]::new);
            await().until(() -> got.size() >= 200 && other.size() >= 200);
            assertThat(texts(got)).containsExactlyInAnyOrder(all);
            assertThat(texts(other)).containsExactly(all);
        }
    }

    @Test
    void a_filter_keeps_other_topics_out() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("four")) {
            consume(connection.createChannel(), "TopicA", Map.of("FILTER", "TopicA/in/#", "GROUP", "some"));
            device.publishAndWait("TopicA/out", "no");
            device.publishAndWait("TopicA/in/a", "yes");
            await().until(() -> !got.isEmpty());
            assertThat(texts(got)).containsExactly("yes");
        }
    }

    @Test
    void a_live_queue_keeps_nothing() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("five")) {
            consume(connection.createChannel(), "TopicA", Map.of("LIVE", true));
            device.publishAndWait("TopicA/a", "now");
            await().until(() -> !got.isEmpty());
        }
        await().until(() -> stage.queues.all().isEmpty());
    }

    @Test
    void deliveries_wait_while_too_many_are_unacknowledged() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("six")) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            for (int i = 0; i < 3 * WINDOW; i++) {
                device.publishAndWait("TopicA/n", "m" + i);
            }
            await().until(() -> got.size() >= WINDOW);
            assertThat(got).hasSize(WINDOW);
            assertThat(status().unacknowledged()).isEqualTo(WINDOW);
            channel.basicAck(WINDOW / 2, true);
            await().until(() -> got.size() >= WINDOW + WINDOW / 2);
            assertThat(got).hasSize(WINDOW + WINDOW / 2);
            channel.basicQos(1);
            channel.basicAck(0, true);
            await().until(() -> got.size() >= WINDOW + WINDOW / 2 + 1);
            assertThat(got).hasSize(WINDOW + WINDOW / 2 + 1);
        }
    }

    @Test
    void what_a_closed_channel_had_comes_again_in_order() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("seven")) {
            Channel first = connection.createChannel();
            consume(first, "TopicA", Map.of());
            for (int i = 0; i < 5; i++) {
                device.publishAndWait("TopicA/n", "m" + i);
            }
            await().until(() -> got.size() == 5);
            first.basicAck(2, false);
            first.close();
            got.clear();
            consume(connection.createChannel(), "TopicA", Map.of());
            await().until(() -> got.size() >= 4);
            assertThat(texts(got)).containsExactly("m0", "m2", "m3", "m4");
            assertThat(got).allMatch(delivery -> delivery.getEnvelope().isRedeliver());
        }
    }

    @Test
    void what_is_rejected_comes_again_and_then_joins_the_dead_letters() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("eight")) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            device.publishAndWait("TopicA/bad", "poison");
            for (int attempt = 1; attempt <= 3; attempt++) {
                int seen = attempt;
                await().until(() -> {
                    stage.clock.advance(Duration.ofSeconds(1));
                    return got.size() == seen;
                });
                channel.basicNack(attempt, false, false);
            }
            await().until(() -> status().deadLetters() == 1);
            assertThat(status().messages()).isZero();
            assertThat(stage.queues.deadLetters(status().key(), 0, 10)).hasSize(1);
            assertThat(stage.queues.replay(status().key(), List.of()).get()).isEqualTo(1);
            await().until(() -> got.size() == 4);
        }
    }

    @Test
    void what_is_given_back_comes_again_at_once() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("nine")) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            device.publishAndWait("TopicA/a", "again");
            await().until(() -> got.size() == 1);
            channel.basicReject(1, true);
            await().until(() -> got.size() == 2);
            assertThat(got).last().matches(delivery -> delivery.getEnvelope().isRedeliver());
        }
    }

    @Test
    void what_a_cancelled_consumer_has_can_be_acknowledged_and_the_rest_returns_with_the_channel() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("thirteen")) {
            Channel channel = connection.createChannel();
            String tag = consume(channel, "TopicA", Map.of());
            for (int i = 0; i < 4; i++) {
                device.publishAndWait("TopicA/n", "m" + i);
            }
            await().until(() -> got.size() == 4);
            channel.basicCancel(tag);
            device.publishAndWait("TopicA/n", "m4");
            channel.basicAck(1, false);
            channel.basicReject(2, true);
            await().until(() -> status().messages() == 4 && status().unacknowledged() == 2);
            assertThat(status().consumers()).isZero();
            got.clear();
            channel.close();
            consume(connection.createChannel(), "TopicA", Map.of());
            await().until(() -> got.size() == 4);
            assertThat(texts(got)).containsExactly("m1", "m2", "m3", "m4");
        }
    }

    @Test
    void a_passive_declare_tells_how_a_queue_is() throws Exception {
        try (Connection connection = stage.connect();
                RawClient device = stage.device("fourteen")) {
            Channel channel = connection.createChannel();
            assertThat(channel.queueDeclarePassive("TopicB").getMessageCount()).isZero();
            String tag = consume(channel, "TopicA@counted", Map.of());
            await().until(() -> channel.queueDeclarePassive("TopicA@counted").getConsumerCount() == 1);
            channel.basicCancel(tag);
            device.publishAndWait("TopicA/n", "waits");
            await().until(() -> channel.queueDeclarePassive("TopicA@counted").getMessageCount() == 1);
            assertThatThrownBy(() -> channel.queueDeclarePassive("Other"))
                    .rootCause()
                    .hasMessageContaining("not declared");
        }
    }

    @Test
    void status_notices_come_as_json() throws Exception {
        try (Connection connection = stage.connect()) {
            consume(connection.createChannel(), "STATUS", Map.of("GROUP_ID", "GID_Test"));
            stage.device("ten").leave();
            await().until(() -> got.size() >= 3);
            assertThat(texts(got))
                    .anyMatch(text -> text.contains("\"eventType\":\"connect\"")
                            && text.contains("\"clientId\":\"GID_Test@@@ten\""))
                    .anyMatch(text -> text.contains("\"eventType\":\"disconnect\""))
                    .anyMatch(text -> text.contains("\"eventType\":\"tcpclean\""));
        }
    }

    @Test
    void a_consumer_that_may_not_gets_its_channel_closed() throws Exception {
        AccessKey key = new AccessKey("pub", "secret-of-pub", true, List.of(), AccessRight.named("publish-only"));
        stage.metadata.createAccessKey(key);
        try (Connection connection = stage.connect(key)) {
            Channel channel = connection.createChannel();
            assertThatThrownBy(() -> consume(channel, "TopicA", Map.of()))
                    .hasRootCauseMessage(
                            "channel error; protocol method: #method<channel.close>(reply-code=403, reply-text="
                                    + "ACCESS_REFUSED - pub has no right to consume parent topic 'TopicA';"
                                    + " it needs mq:SUB for it, class-id=60, method-id=20)");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void an_undeclared_topic_or_group_is_refused() throws Exception {
        try (Connection connection = stage.connect()) {
            Channel one = connection.createChannel();
            assertThatThrownBy(() -> consume(one, "Other", Map.of()))
                    .rootCause()
                    .hasMessageContaining("not declared");
            Channel two = connection.createChannel();
            assertThatThrownBy(() -> consume(two, "STATUS", Map.of("GROUP_ID", "GID_Other")))
                    .rootCause()
                    .hasMessageContaining("not declared");
            Channel three = connection.createChannel();
            assertThatThrownBy(() -> consume(three, "STATUS", Map.of()))
                    .rootCause()
                    .hasMessageContaining("GROUP_ID");
        }
    }

    @Test
    void a_right_that_is_taken_away_closes_the_channel() throws Exception {
        AccessKey key = new AccessKey("both", "secret-of-both");
        stage.metadata.createAccessKey(key);
        try (Connection connection = stage.connect(key)) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            stage.metadata.changeAccessKey(key.with(AccessRight.named("publish-only")));
            await().until(() -> !channel.isOpen());
            assertThat(channel.getCloseReason().getMessage()).contains("403");
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @Test
    void a_custom_identity_loses_its_channel_with_a_permission_and_its_connection_with_itself() throws Exception {
        CustomAuth custom = stage.cloud.custom();
        custom.accounts()
                .add(
                        DoorStage.INSTANCE,
                        new CustomAccount(IdentityType.USER, "shop", "", SignMode.SIGNED, "secret-of-shop"));
        custom.permissions()
                .add(
                        DoorStage.INSTANCE,
                        new CustomPermission(
                                IdentityType.USER, "shop", TopicFilter.parse("TopicA/#"), PermitAction.PUB_SUB, true));
        ConnectionFactory factory = stage.factory(DoorStage.user("shop"), DoorStage.password("secret-of-shop"));
        factory.getClientProperties().put("customAuth", true);
        Connection connection = factory.newConnection(); // its close would throw once the server has closed it
        try (RawClient device = stage.device("twelve")) {
            Channel channel = connection.createChannel();
            consume(channel, "TopicA", Map.of());
            device.publishAndWait("TopicA/a", "for the shop");
            await().until(() -> texts(got).contains("for the shop"));
            custom.permissions().delete(DoorStage.INSTANCE, IdentityType.USER, "shop", "TopicA/#");
            await().until(() -> !channel.isOpen());
            assertThat(channel.getCloseReason().getMessage()).contains("403", "shop has no right");
            assertThat(connection.isOpen()).isTrue();
            custom.accounts().delete(DoorStage.INSTANCE, IdentityType.USER, "shop", "");
            await().until(() -> !connection.isOpen());
            assertThat(connection.getCloseReason().getMessage()).contains("320", "shop is not valid any more");
        }
    }

    @Test
    void a_delivery_that_is_never_acknowledged_closes_its_channel_in_the_end() throws Exception {
        try (RawAmqp client = RawAmqp.opened(stage);
                RawClient device = stage.device("eleven")) {
            client.send(1, new BasicConsume("TopicA", "", false, false, false, false, FieldTable.EMPTY));
            assertThat(client.next()).isInstanceOf(BasicConsumeOk.class);
            device.publishAndWait("TopicA/a", "held");
            assertThat(client.next()).isInstanceOf(BasicDeliver.class);
            stage.clock.advance(Duration.ofMinutes(31));
            assertThat(client.next()).isInstanceOfSatisfying(ChannelClose.class, close -> {
                assertThat(close.replyCode()).isEqualTo(406);
                assertThat(close.replyText()).contains("not acknowledged within 1800 s");
            });
        }
    }
}
