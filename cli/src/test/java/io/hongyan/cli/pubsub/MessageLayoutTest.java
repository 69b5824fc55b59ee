package io.hongyan.cli.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageLayoutTest {
    private static final Instant TIME = Instant.parse("2026-11-24T10:20:30.123456789Z");
    private static final byte[] BINARY = {0, (byte) 0xff, '\n', 1};

    private static Publish message(byte[] payload) {
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text/plain")
                .set(Property.RESPONSE_TOPIC, "re")
                .set(Property.CORRELATION_DATA, new byte[] {1, 2})
                .set(Property.MESSAGE_EXPIRY_INTERVAL, 60)
                .user("a", "1")
                .user("b", "2")
                .subscriptionIdentifier(7)
                .build();
        return new Publish(Topic.of("t/鸿"), 9, QoS.AT_LEAST_ONCE, true, false, payload, properties);
    }

    private static byte[] plain(boolean withTopic, boolean lineFeed, byte[] payload) {
        return MessageLayout.plain(withTopic, lineFeed).bytes(message(payload), TIME);
    }

    @Test
    void a_binary_payload_is_printed_as_it_is() {
        assertThat(plain(false, false, BINARY)).isEqualTo(BINARY);
        assertThat(plain(false, true, BINARY)).isEqualTo(new byte[] {0, (byte) 0xff, '\n', 1, '\n'});
    }

    @Test
    void the_topic_stands_before_the_payload_when_asked() {
        assertThat(new String(plain(true, true, "x".getBytes(UTF_8)), UTF_8)).isEqualTo("t/鸿 x\n");
    }

    @Test
    void an_empty_payload_prints_nothing_but_with_topic() {
        assertThat(plain(false, true, new byte[0])).isEmpty();
        assertThat(new String(plain(true, true, new byte[0]), UTF_8)).isEqualTo("t/鸿 (null)\n");
    }

    @ParameterizedTest
    @CsvSource({
        "%t=%p, t/鸿=hi",
        "%q%r%m%l, 1192",
        "%x %X %%, 6869 6869 %",
        "%I, 2026-11-24T10:20:30+0000",
        "%U, 1795515630.123456789",
        "%C|%R|%E|%F|%S|%P, text/plain|re|60||7|a:1 b:2",
        "plain, plain",
        "a\\\\b\\q, a\\b\\q"
    })
    void a_format_is_filled_in(String format, String expected) {
        byte[] bytes = MessageLayout.format(format, false).bytes(message("hi".getBytes(UTF_8)), TIME);

        assertThat(new String(bytes, UTF_8)).isEqualTo(expected);
    }

    @Test
    void a_format_takes_escapes_and_ends_the_line_unless_told() {
        Publish message = message("hi".getBytes(UTF_8));

        assertThat(MessageLayout.format("%p\\t\\n\\0", false).bytes(message, TIME))
                .isEqualTo("hi\t\n\0".getBytes(UTF_8));
        assertThat(MessageLayout.format("%p", true).bytes(message, TIME)).isEqualTo("hi\n".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"%z, is unknown", "100%, letter is missing"})
    void a_wrong_format_is_refused(String format, String reason) {
        assertThatThrownBy(() -> MessageLayout.format(format, true)).hasMessageContaining(reason);
    }

    @Test
    void json_tells_everything() {
        String json = new String(MessageLayout.json().bytes(message("鸿雁".getBytes(UTF_8)), TIME), UTF_8);

        assertThat(json)
                .isEqualTo("{\"time\":\"2026-11-24T10:20:30.123456789Z\",\"topic\":\"t/鸿\",\"qos\":1,\"retain\":true,"
                        + "\"dup\":false,\"packetId\":9,\"payload\":\"鸿雁\",\"base64\":false,\"properties\":{"
                        + "\"messageExpiryInterval\":60,\"contentType\":\"text/plain\",\"responseTopic\":\"re\","
                        + "\"correlationData\":\"AQI=\",\"subscriptionIdentifiers\":[7],\"userProperties\":["
                        + "{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]}}\n");
    }

    @Test
    void json_encodes_what_is_no_text() {
        String json = new String(MessageLayout.json().bytes(message(BINARY), TIME), UTF_8);

        assertThat(json).contains("\"payload\":\"AP8KAQ==\",\"base64\":true");
    }
}
