package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator reads what became of a device and of a message.
class KeptTracesTest {
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

    private void exchange() {
        try (RawClient reader = server.client("reader");
                RawClient writer = server.client("writer")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a");
            writer.publishAndWait("a", "text");
            reader.expectMessage("a", "text");
            writer.leave();
        }
    }

    private List<JsonFields> ask(String path, String list) throws IOException {
        return server.ask("/traces/" + path).objects(list);
    }

    @Test
    void a_device_and_its_messages_are_found() throws IOException {
        server.change("POST", "/traces", "{\"mode\":\"all\"}");
        exchange();
        await().until(() -> ask("devices?client=writer", "events").size() == 2);
        List<JsonFields> events = ask("devices?client=writer", "events");
        assertThat(events)
                .extracting(event -> event.text("event") + ": " + event.text("reason"))
                .containsExactly("disconnect: disconnected by client", "connect: accepted");
        assertThat(events.getFirst().text("connection"))
                .isEqualTo(events.getLast().text("connection"));
        assertThat(Instant.parse(events.getFirst().text("at")))
                .isAfterOrEqualTo(Instant.parse(events.getLast().text("at")));
        List<JsonFields> published = ask("messages?client=writer", "messages");
        assertThat(published)
                .singleElement()
                .satisfies(each -> assertThat(each.text("kind")).isEqualTo("published"));
        String id = published.getFirst().text("messageId");
        assertThat(ask("messages?client=reader", "messages")).singleElement().satisfies(each -> {
            assertThat(each.text("kind")).isEqualTo("delivered");
            assertThat(each.text("messageId")).isEqualTo(id);
        });
        JsonFields message = server.ask("/traces/messages/" + id);
        assertThat(message.text("publisher")).isEqualTo("writer");
        assertThat(message.objects("steps"))
                .extracting(step -> step.text("kind") + " " + step.text("client"))
                .containsExactly("published writer", "delivered reader");
    }

    @Test
    void a_message_of_the_administration_is_traced_by_the_id_that_it_answered() throws IOException {
        server.change("POST", "/traces", "{\"mode\":\"all\"}");
        String id = server.change("POST", "/publish", "{\"topic\":\"a\",\"payload\":\"\"}")
                .text("messageId");
        String path = "/instances/" + server.instance() + "/traces/messages/" + id;
        await().until(() -> server.operator().answer("GET", path, "").statusCode() == 200);
        JsonFields message = server.operator().ask(path);
        assertThat(message.text("publisher")).isEmpty();
        assertThat(message.objects("steps"))
                .singleElement()
                .satisfies(step -> assertThat(step.names()).doesNotContain("client"));
    }

    @Test
    void times_and_pages_narrow_what_is_found() throws IOException {
        server.change("POST", "/traces", "{\"mode\":\"all\"}");
        exchange();
        await().until(() -> ask("devices?client=writer", "events").size() == 2);
        assertThat(ask("devices?client=writer&to=2020-01-01T00:00:00Z", "events"))
                .isEmpty();
        JsonFields beyond = server.ask("/traces/devices?client=writer&page=2");
        assertThat(beyond.objects("events")).isEmpty();
        assertThat(beyond.number("total")).isEqualTo(2);
    }

    @Test
    void what_is_not_traced_is_not_found_and_a_wrong_question_is_named() throws IOException {
        exchange();
        assertThat(ask("devices?client=writer", "events")).isEmpty();
        String none = "0".repeat(32);
        server.expectRefusal(404, "GET", "/traces/messages/" + none, "", none, "switched off");
        server.expectRefusal(400, "GET", "/traces/messages/1", "", "32 hexadecimal digits");
        server.expectRefusal(400, "GET", "/traces/devices", "", "client is missing");
        server.expectRefusal(400, "GET", "/traces/devices?client=a&page=0", "", "page is 1");
        server.expectRefusal(400, "GET", "/traces/messages?client=a&from=yesterday", "", "from is a time", "yesterday");
        server.expectRefusal(
                400,
                "GET",
                "/traces/messages?client=a&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
                "",
                "before to");
    }
}
