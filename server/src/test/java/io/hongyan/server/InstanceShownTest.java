package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
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

/// Goal: an operator sees an instance as a whole, and finds it again by its tags.
class InstanceShownTest {
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

    private static JsonFields named(JsonFields shown, String list, String name) {
        return shown.objects(list).stream()
                .filter(each -> each.text("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_instance_shows_what_it_has_and_where_it_is_reached() throws IOException {
        try (RawClient client = server.client("connected")) {
            RawClient away = server.client(Connecting.as(Version.MQTT_5, "away").lasting());
            away.subscribe(QoS.AT_LEAST_ONCE, "a", "b").leave();
            client.publishAndWait("kept", "text", true);
            JsonFields shown = server.ask("");
            assertThat(shown.text("id")).isEqualTo(server.instance());
            assertThat(shown.text("profile")).isEqualTo("open");
            assertThat(shown.text("state")).isEqualTo("running");
            JsonFields counts = shown.object("counts");
            assertThat(counts.number("connections")).isEqualTo(1);
            assertThat(counts.number("sessions")).isEqualTo(2);
            assertThat(counts.number("subscriptions")).isEqualTo(2);
            assertThat(counts.number("retained")).isEqualTo(1);
            assertThat(shown.objects("endpoints")).singleElement().satisfies(endpoint -> {
                assertThat(endpoint.text("kind")).isEqualTo("tcp");
                assertThat(endpoint.text("address"))
                        .isEqualTo("mqtt://127.0.0.1:" + server.server().ports().get("tcp"));
            });
            assertThat(named(shown, "limits", "sessions").number("used")).isEqualTo(2);
            assertThat(named(shown, "limits", "retainedMessages").number("limit"))
                    .isEqualTo(1_000_000);
        }
    }

    @Test
    void an_instance_of_the_service_shows_its_limits_groups_and_topics() throws IOException {
        String path = "/instances/mqtt-other";
        Operator operator = server.operator();
        operator.change("POST", "/instances", "{\"id\":\"mqtt-other\"}");
        operator.change("POST", path + "/groups", "{\"name\":\"GID_more\"}");
        operator.change("POST", path + "/topics", "{\"name\":\"More\",\"remark\":\"for meters\"}");
        operator.change("POST", path + "/keys", "{}");
        JsonFields shown = operator.ask(path);
        assertThat(named(shown, "limits", "parentTopics").number("used")).isEqualTo(1);
        assertThat(named(shown, "limits", "groups").number("limit")).isEqualTo(1000);
        assertThat(named(shown, "limits", "topicLength").names()).doesNotContain("used");
        assertThat(shown.object("counts").number("groups")).isEqualTo(1);
        assertThat(shown.object("counts").number("topics")).isEqualTo(1);
        assertThat(shown.object("counts").number("keys"))
                .isEqualTo(operator.ask(path + "/keys").objects("keys").size());
        assertThat(operator.ask(path + "/topics").texts("topics")).containsExactly("More");
        JsonFields topic =
                operator.ask(path + "/topics?details=true").objects("topics").getFirst();
        assertThat(topic.text("remark")).isEqualTo("for meters");
        assertThat(Instant.parse(topic.text("createdAt"))).isAfter(Instant.EPOCH);
        JsonFields group =
                operator.ask(path + "/groups?details=true").objects("groups").getFirst();
        assertThat(group.text("name")).isEqualTo("GID_more");
        assertThat(Instant.parse(group.text("createdAt"))).isAfter(Instant.EPOCH);
        server.expectRefusal(400, "GET", "/groups?details=yes", "", "details is true or false");
    }

    @Test
    void tags_are_those_that_were_put_last_also_after_a_restart() throws IOException {
        server.change("PUT", "/tags", "{\"tags\":[{\"key\":\"env\",\"value\":\"test\"},{\"key\":\"old\"}]}");
        server.change("PUT", "/tags", "{\"tags\":[{\"key\":\"env\",\"value\":\"live\"}]}");
        server.restart();
        List<JsonFields> tags = server.ask("").objects("tags");
        assertThat(tags).singleElement().satisfies(tag -> {
            assertThat(tag.text("key")).isEqualTo("env");
            assertThat(tag.text("value")).isEqualTo("live");
        });
        server.expectRefusal(400, "PUT", "/tags", "{}", "tags is missing");
        server.expectRefusal(400, "PUT", "/tags", "{\"tags\":[{\"key\":\"a\"},{\"key\":\"a\"}]}", "same key");
        server.expectRefusal(400, "PUT", "/tags", "{\"tags\":[{\"key\":\"\"}]}", "key");
        server.change("PUT", "/tags", "{\"tags\":[]}");
        assertThat(server.ask("").objects("tags")).isEmpty();
    }
}
