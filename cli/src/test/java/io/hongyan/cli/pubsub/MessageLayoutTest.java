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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageLayoutTest {
    private static final Instant TIME = Instant.parse("2026-11-24T10:20:30.123456789Z");
    private final List<String> told = new ArrayList<>();

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

    private MessageLayout.Style style(boolean lineFeed, boolean pretty) {
        return new MessageLayout.Style(lineFeed, pretty, ZoneId.of("Asia/Shanghai"), told::add);
    }

    private MessageLayout format(String format, boolean lineFeed) {
        return new MessageFormat(format, style(lineFeed, false));
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
        "%I, 2026-11-24T18:20:30+0800",
        "%U, 1795515630.123456789",
        "%C|%R|%E|%F|%S|%P, text/plain|re|60||7|a:1 b:2",
        "plain, plain",
        "a\\\\b, a\\b",
        "[%10t|%-10t|%.2t|%8.2t|%-8.2t], [     t/鸿|t/鸿     |t/|      t/|t/      ]",
        "[%5l|%-5l|%05l|%-05l], [    2|2    |00002|2    ]",
        "[%5p|%-5p|%05p|%1p], [   hi|hi   |000hi|h]",
        "[%8x|%-8x|%08X|%2x], [    6869|6869    |00006869|68]",
        "[%6E|%06E|%-6E|%6F|%06F|%A|%3A], [    60|000060|60    |      |000000||   ]",
        "[%12C|%.4C|%4R|%5R|%3S|%03S|%9D], [  text/plain|text|  re|   re|  7|007|\u0001\u0002]",
        "@Y-@m-@dT@H:@M:@S@z @N @@ @s, 2026-11-24T18:20:30+0800 123456789 @ 1795515630",
        "@F @T @R @D @j @a @A @b @B @h, 2026-11-24 18:20:30 18:20 11/24/26 328 Tue Tuesday Nov November Nov",
        "@I @l @k @p @P @r @e @C @y, 06  6 18 PM pm 06:20:30 PM 24 20 26",
        "@u @w @U @W @V @g @G @Z @x @X, 2 2 47 47 48 26 2026 CST 11/24/26 18:20:30",
        "@c, Tue Nov 24 18:20:30 2026"
    })
    void a_format_is_filled_in(String format, String expected) {
        byte[] bytes = format(format, false).bytes(message("hi".getBytes(UTF_8)), TIME);

        assertThat(new String(bytes, UTF_8)).isEqualTo(expected);
    }

    @Test
    void a_format_takes_escapes_and_ends_the_line_unless_told() {
        Publish message = message("hi".getBytes(UTF_8));

        assertThat(format("%p\\t\\n\\0", false).bytes(message, TIME)).isEqualTo("hi\t\n\0".getBytes(UTF_8));
        assertThat(format("%p", true).bytes(message, TIME)).isEqualTo("hi\n".getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "%z, %z' is unknown",
        "100%, letter is missing after the last '%'",
        "%-10, letter is missing",
        "a@, missing after the last '@'",
        "a\\, missing after the last",
        "@q, @q' is unknown",
        "\\q, is unknown; the letters are",
        "%123456t, 123456 is too wide"
    })
    void a_wrong_format_is_refused(String format, String reason) {
        assertThatThrownBy(() -> format(format, true)).hasMessageContaining(reason);
    }

    @Test
    void json_tells_everything() {
        String json =
                new String(MessageLayout.json(style(true, false)).bytes(message("鸿雁".getBytes(UTF_8)), TIME), UTF_8);

        assertThat(json)
                .isEqualTo("{\"time\":\"2026-11-24T10:20:30.123456789Z\",\"topic\":\"t/鸿\",\"qos\":1,\"retain\":true,"
                        + "\"dup\":false,\"packetId\":9,\"payload\":\"鸿雁\",\"base64\":false,\"properties\":{"
                        + "\"messageExpiryInterval\":60,\"contentType\":\"text/plain\",\"responseTopic\":\"re\","
                        + "\"correlationData\":\"AQI=\",\"subscriptionIdentifiers\":[7],\"userProperties\":["
                        + "{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]}}\n");
    }

    @Test
    void the_json_of_mosquitto_tells_everything_too() {
        String json = new String(format("%j", false).bytes(message("鸿雁".getBytes(UTF_8)), TIME), UTF_8);

        assertThat(json)
                .isEqualTo("{\"tst\":\"2026-11-24T18:20:30.123456Z+0800\",\"topic\":\"t/鸿\",\"qos\":1,\"retain\":1,"
                        + "\"payloadlen\":6,\"mid\":9,\"properties\":{\"subscription-identifier\":7,"
                        + "\"content-type\":\"text/plain\",\"response-topic\":\"re\","
                        + "\"correlation-data\":\"\\u0001\\u0002\",\"user-properties\":{\"a\":\"1\",\"b\":\"2\"},"
                        + "\"message-expiry-interval\":60},\"payload\":\"鸿雁\"}");
    }

    @Test
    void the_json_of_mosquitto_has_bytes_where_there_is_no_text() {
        String json = new String(format("%j", false).bytes(message(BINARY), TIME), UTF_8);

        assertThat(json).endsWith("\"payload\":[0,255,10,1]}");
    }

    @Test
    void a_payload_that_is_no_json_is_told() {
        assertThat(format("a%Jb", false).bytes(message("{} x".getBytes(UTF_8)), TIME))
                .isEqualTo("ab".getBytes(UTF_8));
        assertThat(told).containsExactly("Error: Message payload is not valid JSON on topic t/鸿.");
    }

    @Test
    void json_encodes_what_is_no_text() {
        String json = new String(MessageLayout.json(style(true, false)).bytes(message(BINARY), TIME), UTF_8);

        assertThat(json).contains("\"payload\":\"AP8KAQ==\",\"base64\":true");
    }
}
