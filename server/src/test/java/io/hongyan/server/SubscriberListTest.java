package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator sees who gets messages of a topic, and why.
class SubscriberListTest {
    @TempDir
    private Path folder;

    private final List<RawClient> connected = new ArrayList<>();
    private OpenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"));
        connected.add(server.client("two").subscribe(QoS.AT_LEAST_ONCE, "a/b", "a/#", "c"));
        connected.add(server.client("one").subscribe(QoS.AT_MOST_ONCE, "a/+"));
        connected.add(server.client("member").subscribe(QoS.EXACTLY_ONCE, "$share/s/a/b", "$share/t/x"));
        connected.add(server.client("other").subscribe(QoS.AT_LEAST_ONCE, "b", "a/c"));
        RawClient away = server.client(Connecting.as(Version.MQTT_5, "away").lasting());
        away.subscribe(QoS.AT_LEAST_ONCE, "#").leave();
    }

    @AfterEach
    void stop() {
        connected.forEach(RawClient::close);
        server.close();
    }

    private static List<String> lines(JsonFields answer) {
        return answer.objects("subscriptions").stream()
                .map(each -> each.text("clientId") + " " + each.text("filter") + " " + each.number("qos")
                        + (each.truth("shared", false) ? " shared" : ""))
                .toList();
    }

    @Test
    void all_filters_that_match_are_listed_by_client() throws IOException {
        JsonFields answer = server.ask("/subscriptions?topic=a%2Fb");
        assertThat(lines(answer))
                .containsExactly("away # 1", "member $share/s/a/b 2 shared", "one a/+ 0", "two a/# 1", "two a/b 1");
        assertThat(answer.names()).doesNotContain("after", "receiver");
        assertThat(lines(server.ask("/subscriptions?topic=nobody"))).containsExactly("away # 1");
        assertThat(lines(server.ask("/subscriptions?topic=%24SYS%2Fnone"))).isEmpty();
    }

    @Test
    void a_page_has_all_filters_of_its_clients() throws IOException {
        JsonFields page = server.ask("/subscriptions?topic=a%2Fb&limit=2");
        assertThat(lines(page)).containsExactly("away # 1", "member $share/s/a/b 2 shared");
        page = server.ask("/subscriptions?topic=a%2Fb&limit=2&after=" + page.text("after"));
        assertThat(lines(page)).containsExactly("one a/+ 0", "two a/# 1", "two a/b 1");
        page = server.ask("/subscriptions?topic=a%2Fb&limit=2&after=" + page.text("after"));
        assertThat(lines(page)).isEmpty();
    }

    @Test
    void a_topic_is_needed_and_has_no_wildcards() throws IOException {
        server.expectRefusal(400, "GET", "/subscriptions", "", "topic is missing");
        server.expectRefusal(400, "GET", "/subscriptions?topic=a%2F%23", "", "topic");
    }
}
