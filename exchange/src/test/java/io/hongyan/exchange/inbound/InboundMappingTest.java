package io.hongyan.exchange.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.message.ServerMessage;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.property.UserProperty;
import io.hongyan.codec.spec.CloudRule;
import io.hongyan.exchange.spi.InboundMessage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundMappingTest {
    private static ServerMessage mapped(Map<String, String> properties) {
        return new InboundMapping("cars").map(new InboundMessage("ID", "", properties, new byte[] {7}, 1));
    }

    @Test
    void a_message_without_properties_goes_to_the_parent_topic_with_qos_1_and_waits_for_nobody() {
        ServerMessage message = mapped(Map.of());
        assertThat(message.address()).hasToString("cars");
        assertThat(message.shown()).isNull();
        assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(message.retain()).isFalse();
        assertThat(message.lifetime()).isNull();
        assertThat(message.waits()).isFalse();
        assertThat(message.leaves()).isTrue();
        assertThat(message.payload()).containsExactly(7);
    }

    @ParameterizedTest
    @CsvSource({
        "/testMq4Iot, cars/testMq4Iot",
        "message/123, cars/message/123",
        "/a/b/, cars/a/b",
        "a/, cars/a",
        "/, cars",
        "'', cars",
        "/p2p/GID_a@@@1, cars/p2p/GID_a@@@1",
        "p2p/GID_a@@@1, cars/p2p/GID_a@@@1",
        "a//b, cars/a//b"
    })
    @CloudRule("1.4/rocketmq")
    void every_spelling_of_the_subtopic_is_taken(String second, String topic) {
        assertThat(mapped(Map.of("mqttSecondTopic", second)).address()).hasToString(topic);
    }

    @ParameterizedTest
    @CsvSource({"/notice, cars/notice", "notice/1, cars/notice/1", "cars/notice, cars/notice", "cars, cars"})
    @CloudRule("1.4/rocketmq")
    void the_shown_topic_is_a_whole_one_or_one_below_the_parent(String real, String shown) {
        ServerMessage message = mapped(Map.of("mqttSecondTopic", "/p2p/a", "mqttRealTopic", real));
        assertThat(message.address()).hasToString("cars/p2p/a");
        assertThat(message.shown()).hasToString(shown);
    }

    @Test
    void all_properties_are_taken() {
        ServerMessage message = mapped(Map.of(
                "qoslevel",
                "2",
                "cleansessionflag",
                "false",
                "mqtt5UserProperty",
                "[{\"key\":\"k\",\"value\":\"v\"},{\"key\":\"k\",\"value\":\"\"}]",
                "mqtt5MsgExpireInterval",
                "60",
                "mqtt5ContentType",
                "text/plain"));
        assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
        assertThat(message.waits()).isTrue();
        assertThat(message.lifetime()).isEqualTo(Duration.ofSeconds(60));
        assertThat(message.properties().text(Property.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(message.properties().userProperties())
                .containsExactly(new UserProperty("k", "v"), new UserProperty("k", ""));
    }

    @Test
    void a_message_that_a_rule_has_sent_out_does_not_leave_again() {
        assertThat(mapped(Map.of("topic", "cars/17")).leaves()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "qoslevel | 3 | qoslevel is 0, 1 or 2, not 3",
                "cleansessionflag | yes | cleansessionflag is true or false, not yes",
                "mqtt5MsgExpireInterval | 65536 | 0 to 65535, not 65536",
                "mqtt5MsgExpireInterval | soon | not soon",
                "mqttSecondTopic | a/+/b | mqttSecondTopic makes no topic",
                "mqttRealTopic | # | mqttRealTopic makes no topic",
                "mqtt5UserProperty | {} | no list",
                "mqtt5UserProperty | [{\"key\":1,\"value\":\"a\"}] | the texts key and value",
                "mqtt5UserProperty | [{ | mqtt5UserProperty is a list like"
            })
    void a_value_out_of_range_is_refused_with_its_name(String property, String value, String why) {
        assertThatThrownBy(() -> mapped(Map.of(property, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    @CloudRule("1.3/user-properties")
    void user_properties_of_more_than_8_kibibytes_are_refused() {
        String long8k = "[{\"key\":\"k\",\"value\":\"" + "x".repeat(8192) + "\"}]";
        assertThatThrownBy(() -> mapped(Map.of("mqtt5UserProperty", long8k))).hasMessageContaining("8192 bytes");
    }
}
