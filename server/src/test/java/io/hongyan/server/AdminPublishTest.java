package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator publishes a message, as a client with all rights could.
class AdminPublishTest {
    @TempDir
    private Path folder;

    private OpenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_message_reaches_all_subscribers_and_says_how_many() throws IOException {
        try (RawClient one = server.client("one");
                RawClient two = server.client("two")) {
            one.subscribe(QoS.EXACTLY_ONCE, "a/#");
            two.subscribe(QoS.AT_MOST_ONCE, "a/b");
            JsonFields answer = server.change("POST", "/publish", "{\"topic\":\"a/b\",\"payload\":\"鸿雁\",\"qos\":2}");
            assertThat(answer.number("matched")).isEqualTo(2);
            assertThat(answer.text("messageId")).hasSize(32);
            assertThat(one.expectMessage("a/b", "鸿雁").qos()).isEqualTo(2);
            two.expectMessage("a/b", "鸿雁");
            server.change("POST", "/publish", "{\"topic\":\"a/b\",\"payloadBase64\":\"AAE=\",\"qos\":0}");
            assertThat(two.expect(Received.PUBLISH).payload()).isEqualTo("\u0000\u0001");
        }
        assertThat(server.change("POST", "/publish", "{\"topic\":\"nobody\",\"payload\":\"\"}")
                        .number("matched"))
                .isZero();
    }

    @Test
    void a_retained_message_is_kept_and_an_empty_one_removes_it() throws IOException {
        server.change("POST", "/publish", "{\"topic\":\"a\",\"payload\":\"kept\",\"retain\":true}");
        server.restart();
        assertThat(server.ask("/retained-message?topic=a").number("bytes")).isEqualTo(4);
        server.change("POST", "/publish", "{\"topic\":\"a\",\"payload\":\"\",\"retain\":true}");
        assertThat(server.ask("/retained").objects("retained")).isEmpty();
    }

    @Test
    void what_a_client_might_not_publish_is_refused() throws IOException {
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"a/#\",\"payload\":\"\"}", "topic");
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"$SYS/a\",\"payload\":\"\"}", "begin with $");
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"a\"}", "either payload");
        server.expectRefusal(
                400, "POST", "/publish", "{\"topic\":\"a\",\"payload\":\"\",\"qos\":3}", "qos is 0 to 2, not 3");
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"a\",\"payloadBase64\":\"?\"}", "Base64");
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"a\",\"text\":\"b\"}", "has no text");
        server.expectRefusal(400, "POST", "/publish", "{\"payload\":\"\"}", "topic is missing");
        String deep = "/".repeat(1000);
        server.expectRefusal(400, "POST", "/publish", "{\"topic\":\"" + deep + "\",\"payload\":\"\"}", "levels");
    }

    @Test
    void the_audit_log_has_the_topic_but_not_the_content() throws IOException {
        server.change("POST", "/publish", "{\"topic\":\"a\",\"payload\":\"secret\",\"retain\":true}");
        assertThat(Files.readString(folder.resolve("data").resolve("audit.log")))
                .contains("\"topic\":\"a\"", "\"retain\":true")
                .doesNotContain("secret");
    }
}
