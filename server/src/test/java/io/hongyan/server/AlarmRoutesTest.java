package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hongyan.codec.QoS;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goal: an operator sets a threshold, and who is named is told when it is passed. Two of the tests take
/// minutes.
class AlarmRoutesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String OPERATOR = "the-key-of-an-operator";

    @TempDir
    private Path folder;

    private final List<String> notices = new CopyOnWriteArrayList<>();
    private AdministeredServer server;
    private HttpServer pager;
    private String instance;

    @BeforeEach
    void start() throws IOException {
        pager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        pager.createContext("/", exchange -> {
            notices.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        pager.start();
        server = run();
        instance = Credentials.read(folder.resolve("data")).orElseThrow().instance();
    }

    private AdministeredServer run() throws IOException {
        return AdministeredServer.start(
                folder.resolve("data"), "admin.keys.night.key=" + OPERATOR, "admin.keys.night.role=operator");
    }

    @AfterEach
    void stop() {
        server.close();
        pager.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + pager.getAddress().getPort() + "/hook?token=secret";
    }

    private String receivers() {
        return "{\"webhooks\":[{\"name\":\"pager\",\"url\":\"" + url() + "\"}]}";
    }

    private JsonFields done(String method, String path, String body) throws IOException {
        return server.operator().change(method, path, body);
    }

    @Test
    void a_threshold_that_is_passed_is_told_and_kept() throws Exception {
        done("PUT", "/alarms/receivers", receivers());
        String id = done(
                        "POST",
                        "/alarms",
                        "{\"metric\":\"connections\",\"instance\":\"" + instance
                                + "\",\"threshold\":0,\"minutes\":1,\"level\":\"critical\"}")
                .text("id");
        assertThat(server.ask("/alarms").objects("alarms").getFirst().values())
                .containsEntry("id", id)
                .containsEntry("comparison", "above")
                .containsEntry("threshold", 0L)
                .containsEntry("state", "unknown")
                .containsEntry("enabled", true)
                .doesNotContainKeys("since", "value");
        try (RawClient client = new RawClient(new Socket(InetAddress.getLoopbackAddress(), server.port("tcp")))) {
            Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
            assertThat(client.connectReason(Login.of(credentials, "here"))).isZero();
            await().atMost(PATIENCE).until(() -> !notices.isEmpty());
        }
        assertThat(Json.object(notices.getFirst()).values())
                .containsEntry("id", id)
                .containsEntry("instance", instance)
                .containsEntry("state", "firing")
                .containsEntry("value", 1L);
        assertThat(server.operator().metric("hongyan_alarms_firing{level=\"critical\"}"))
                .isEqualTo(1);
        assertThat(server.operator().metric("hongyan_instance_connections{instance=\"" + instance + "\"}"))
                .isBetween(0.0, 1.0);
        server.close();
        server = run();
        assertThat(server.ask("/alarms").objects("alarms").getFirst().text("state"))
                .isEqualTo("firing");
        assertThat(server.ask("/alarms/history").objects("changes").getFirst().values())
                .containsEntry("id", id)
                .containsEntry("state", "firing")
                .containsEntry("value", 1L)
                .containsKey("at");
        done("DELETE", "/alarms/" + id, "");
        assertThat(server.ask("/alarms").objects("alarms")).isEmpty();
        await().atMost(PATIENCE).until(() -> notices.size() == 2);
    }

    @Test
    @Tag("nightly")
    void messages_and_subscriptions_of_a_parent_topic_are_counted_for_an_alarm() throws Exception {
        Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
        for (String metric : List.of("topicReceiveTps", "topicSendTps", "topicSubscriptions")) {
            done(
                    "POST",
                    "/alarms",
                    Json.line(Map.of(
                            "metric",
                            metric,
                            "instance",
                            instance,
                            "topic",
                            credentials.topic(),
                            "threshold",
                            0,
                            "minutes",
                            1)));
        }
        try (RawClient client = new RawClient(server.port("tcp"))) {
            assertThat(client.connectReason(Login.of(credentials, "meter"))).isZero();
            client.subscribe(QoS.AT_MOST_ONCE, credentials.topic() + "/a", credentials.topic() + "/b/#");
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
                client.publish(credentials.topic() + "/a", "counted");
                client.expectMessage(credentials.topic() + "/a", "counted");
                return server.ask("/alarms").objects("alarms").stream()
                        .allMatch(alarm -> alarm.text("state").equals("firing"));
            });
        }
        assertThat(server.ask("/alarms").objects("alarms").stream()
                        .filter(alarm -> alarm.text("metric").equals("topicSubscriptions"))
                        .map(alarm -> alarm.values().get("value")))
                .containsExactly(2L);
    }

    @Test
    void an_alarm_is_changed_and_all_that_can_be_looked_at_is_listed() throws Exception {
        String id = done("POST", "/alarms", "{\"metric\":\"cpuPercent\",\"threshold\":150.5}")
                .text("id");
        JsonFields changed =
                done("PATCH", "/alarms/" + id, "{\"comparison\":\"below\",\"minutes\":10,\"enabled\":false}");
        assertThat(changed.values())
                .containsEntry("metric", "cpuPercent")
                .containsEntry("threshold", 150.5)
                .containsEntry("comparison", "below")
                .containsEntry("minutes", 10L)
                .containsEntry("enabled", false);
        assertThat(server.ask("/alarms").objects("metrics").toString())
                .contains(
                        "name=connections, unit=count, perInstance=false, perTopic=false",
                        "name=connections, unit=count, perInstance=true, perTopic=false",
                        "name=messagesPerSecond, unit=a second, perInstance=true, perTopic=false",
                        "name=topicReceiveTps, unit=a second, perInstance=true, perTopic=true");
        assertThat(server.ask("/audit").objects("records").getFirst().values())
                .containsEntry("what", "PATCH /alarms/" + id);
    }

    @Test
    void receivers_are_tested_and_their_secrets_never_told() throws Exception {
        assertThat(server.send("POST", "/alarms/receivers/test", "").statusCode())
                .isEqualTo(409);
        done("PUT", "/alarms/receivers", receivers());
        JsonFields shown = server.ask("/alarms/receivers");
        assertThat(shown.toString()).contains("pager", "/hook?***").doesNotContain("secret");
        done("PUT", "/alarms/receivers", Json.line(shown.values()).replace(",\"sendsMail\":false", ""));
        assertThat(Json.object(server.send(OPERATOR, "POST", "/alarms/receivers/test", "")
                                .body())
                        .objects("results"))
                .singleElement()
                .satisfies(result -> assertThat(result.values())
                        .containsEntry("receiver", "web hook pager")
                        .containsEntry("delivered", true));
        assertThat(notices).singleElement().asString().contains("\"test\":true");
        assertThat(server.ask("/audit").toString()).doesNotContain("secret");
        assertThat(server.send(OPERATOR, "GET", "/alarms/receivers", "").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', metric is missing",
        "'{\"metric\":\"connections\"}', threshold is missing",
        "'{\"metric\":\"connections\",\"threshold\":\"many\"}', threshold is a number",
        "'{\"metric\":\"connection\",\"threshold\":1}', did you mean connections?",
        "'{\"metric\":\"messagesPerSecond\",\"threshold\":1}', name it with instance",
        "'{\"metric\":\"cpuPercent\",\"instance\":\"HERE\",\"threshold\":1}', leave instance out",
        "'{\"metric\":\"sessions\",\"instance\":\"there\",\"threshold\":1}', there is no instance there",
        "'{\"metric\":\"sessions\",\"threshold\":1,\"minutes\":0}', 'minutes is 1 to 60, not 0'",
        "'{\"metric\":\"sessions\",\"threshold\":1,\"level\":\"loud\"}', 'level is warning or critical, not loud'",
        "'{\"metric\":\"sessions\",\"threshold\":1,\"limit\":2}', an alarm has no limit"
    })
    void a_wrong_alarm_is_refused_with_what_would_be_right(String body, String why) throws Exception {
        var refused = server.send("POST", "/alarms", body.replace("HERE", instance));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"webhooks\":[{\"name\":\"a b\",\"url\":\"http://x/\"}]}', 400, letters",
        "'{\"webhooks\":[{\"name\":\"a\",\"url\":\"ftp://x/\"}]}', 400, begins with http",
        "'{\"webhooks\":[{\"name\":\"a\",\"url\":\"http://u:p@x/\"}]}', 400, has neither a user nor",
        "'{\"webhooks\":[{\"name\":\"a\",\"url\":\"http://x y\"}]}', 400, bad-request",
        "'{\"webhooks\":[{\"name\":\"a\",\"url\":\"http://x\"},{\"name\":\"a\",\"url\":\"http://y\"}]}', 400, called a",
        "'{\"mails\":[{\"to\":\"nobody\"}]}', 400, one address like",
        "'{\"mails\":[{\"to\":\"ops@example.com\"}]}', 409, alarms.mail.host"
    })
    void a_wrong_receiver_is_refused_with_what_would_be_right(String body, int status, String why) throws Exception {
        var refused = server.send("PUT", "/alarms/receivers", body);
        assertThat(refused.statusCode()).isEqualTo(status);
        assertThat(refused.body()).contains(why);
    }

    @Test
    void only_administrators_change_alarms() throws Exception {
        assertThat(server.send(OPERATOR, "POST", "/alarms", "{}").statusCode()).isEqualTo(403);
        assertThat(server.send(OPERATOR, "GET", "/alarms", "").statusCode()).isEqualTo(200);
        assertThat(server.send("DELETE", "/alarms/none", "").statusCode()).isEqualTo(404);
        assertThat(server.send("PATCH", "/alarms/none", "{}").statusCode()).isEqualTo(404);
    }
}
