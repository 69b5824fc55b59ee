package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator reads what is retained, page by page, and forgets one message for good.
class RetainedShownTest {
    @TempDir
    private Path folder;

    private OpenServer server;
    private RawClient writer;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"));
        writer = server.client("writer");
    }

    @AfterEach
    void stop() {
        writer.close();
        server.close();
    }

    private static List<String> topics(JsonFields answer) {
        return answer.objects("retained").stream()
                .map(each -> each.text("topic"))
                .toList();
    }

    @Test
    void retained_messages_come_in_pages() throws IOException {
        for (String topic : List.of("b", "a/b", "a", "a!b", "c/d")) {
            writer.publishAndWait(topic, "text", true);
        }
        assertThat(topics(server.ask("/retained"))).containsExactly("a", "a/b", "a!b", "b", "c/d");
        JsonFields page = server.ask("/retained?limit=2");
        assertThat(topics(page)).containsExactly("a", "a/b");
        page = server.ask("/retained?limit=2&after=" + page.text("after").replace("/", "%2F"));
        assertThat(topics(page)).containsExactly("a!b", "b");
        page = server.ask("/retained?limit=2&after=" + page.text("after"));
        assertThat(topics(page)).containsExactly("c/d");
        assertThat(page.names()).doesNotContain("after");
        assertThat(topics(server.ask("/retained?filter=%2B&after=a"))).containsExactly("a!b", "b");
        assertThat(topics(server.ask("/retained?filter=a%2F%23&after=a"))).containsExactly("a/b");
        assertThat(topics(server.ask("/retained?filter=a%2F%23&after=zzz"))).isEmpty();
        assertThat(topics(server.ask("/retained?filter=c%2F%2B&after=a"))).containsExactly("c/d");
    }

    @Test
    void one_message_is_shown_with_its_content() throws IOException {
        Properties properties = Properties.builder()
                .set(Property.CONTENT_TYPE, "text/plain")
                .user("k", "v")
                .user("k", "w")
                .build();
        writer.publish("a", "鸿雁", QoS.AT_LEAST_ONCE, 7, true, properties);
        writer.expect(Received.PUBACK);
        JsonFields shown = server.ask("/retained-message?topic=a");
        assertThat(shown.text("publisher")).isEqualTo("writer");
        assertThat(shown.number("qos")).isEqualTo(1);
        assertThat(shown.text("contentType")).isEqualTo("text/plain");
        assertThat(shown.values().get("userProperties")).isEqualTo(List.of(List.of("k", "v"), List.of("k", "w")));
        assertThat(new String(Base64.getDecoder().decode(shown.text("payloadBase64")), UTF_8))
                .isEqualTo("鸿雁");
        assertThat(shown.number("bytes")).isEqualTo(6);
        assertThat(shown.truth("whole", false)).isTrue();
    }

    @Test
    void of_a_large_message_the_beginning_is_shown() throws IOException {
        writer.publishAndWait("large", "x".repeat(70_000), true);
        JsonFields shown = server.ask("/retained-message?topic=large");
        assertThat(shown.number("bytes")).isEqualTo(70_000);
        assertThat(Base64.getDecoder().decode(shown.text("payloadBase64"))).hasSize(65_536);
        assertThat(shown.truth("whole", true)).isFalse();
    }

    @Test
    void a_message_that_was_forgotten_does_not_come_back() throws IOException {
        writer.publishAndWait("a", "old", true).publishAndWait("b", "kept", true);
        try (RawClient reader = server.client("reader")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a");
            reader.expectMessage("a", "old");
            server.change("DELETE", "/retained-message?topic=a", "");
            reader.pubAck(1).expectNothing();
        }
        server.expectRefusal(404, "GET", "/retained-message?topic=a", "", "topic a");
        server.expectRefusal(404, "DELETE", "/retained-message?topic=a", "", "topic a");
        server.restart();
        assertThat(topics(server.ask("/retained"))).containsExactly("b");
    }

    @Test
    void the_servers_own_values_and_no_topic_are_refused() throws IOException {
        server.expectRefusal(400, "DELETE", "/retained-message?topic=%24SYS%2Fx", "", "begin with $");
        server.expectRefusal(400, "GET", "/retained-message", "", "topic is missing");
    }
}
