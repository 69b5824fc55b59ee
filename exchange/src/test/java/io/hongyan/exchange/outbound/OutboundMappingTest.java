package io.hongyan.exchange.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.codec.topic.Topic;
import io.hongyan.exchange.spi.OutboundMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboundMappingTest {
    private static final long NOW = 1_000_000;
    private static final OutboxLabel LABEL = new OutboxLabel(new MessageId(0xabcL, -1), true, false);

    private static OutboundMessage mapped(String topic, QoS qos, Properties properties, long expiresAt) {
        Message message =
                new Message(Topic.of(topic), new byte[] {1, 2}, qos, false, properties, "GID_a@@@1", expiresAt);
        return OutboundMapping.of(message, LABEL, NOW).message();
    }

    @Test
    void a_message_has_the_properties_of_the_table() {
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "application/json")
                .user("k", "v\"1")
                .user("k", "鸿")
                .build();
        OutboundMessage message = mapped("cars/17/state", QoS.EXACTLY_ONCE, properties, NOW + 2500);
        assertThat(message.properties())
                .isEqualTo(Map.of(
                        "qoslevel", "2",
                        "cleansessionflag", "false",
                        "mqttSecondTopic", "/17/state",
                        "clientId", "GID_a@@@1",
                        "topic", "cars/17/state",
                        "mqtt5UserProperty", "[{\"key\":\"k\",\"value\":\"v\\\"1\"},{\"key\":\"k\",\"value\":\"鸿\"}]",
                        "mqtt5MsgExpireInterval", "3",
                        "mqtt5ContentType", "application/json"));
        assertThat(message.id()).isEqualTo("0000000000000ABCFFFFFFFFFFFFFFFF");
        assertThat(message.orderKey()).isEqualTo("GID_a@@@1");
        assertThat(message.ordered()).isTrue();
        assertThat(message.body()).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"cars,", "cars/,", "cars/a,/a", "cars/a/,/a/", "cars//a,//a"})
    void the_levels_below_the_parent_topic_have_a_slash_before_each(String topic, String second) {
        assertThat(mapped(topic, QoS.AT_LEAST_ONCE, Properties.NONE, Message.NEVER)
                        .properties()
                        .get("mqttSecondTopic"))
                .isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "999, 1", "1000, 1", "1001, 2", "-5, 1", "99999000, 65535"})
    @CloudRule("1.3/message-expiry")
    void what_is_left_of_the_expiry_is_in_whole_seconds_and_within_the_range(long left, String seconds) {
        assertThat(mapped("a", QoS.AT_LEAST_ONCE, Properties.NONE, NOW + left)
                        .properties()
                        .get("mqtt5MsgExpireInterval"))
                .isEqualTo(seconds);
    }

    @Test
    @CloudRule("1.3/user-properties")
    void a_message_goes_without_user_properties_that_are_too_long_and_says_why() {
        Properties properties = Properties.builder().user("k", "x".repeat(9000)).build();
        Message message =
                new Message(Topic.of("a/b"), new byte[0], QoS.AT_LEAST_ONCE, false, properties, "c", Message.NEVER);
        OutboundMapping.Mapped mapped = OutboundMapping.of(message, LABEL, NOW);
        assertThat(mapped.leftOut()).contains("8192 bytes");
        assertThat(mapped.message().properties()).doesNotContainKey("mqtt5UserProperty");
    }

    @Test
    void a_message_of_the_server_has_no_client() {
        Message message = Message.ofServer(Topic.of("a"), new byte[0], QoS.AT_LEAST_ONCE, false);
        assertThat(OutboundMapping.of(message, LABEL, NOW).message().properties())
                .doesNotContainKey("clientId");
    }
}
