package io.hongyan.server.alarm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.hongyan.broker.SystemClock;
import io.hongyan.server.config.MailConfig;
import io.hongyan.server.config.Secret;
import io.hongyan.server.history.Measure;
import io.hongyan.server.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: a notice reaches who can be reached, is tried again for who cannot, and never goes where nobody sent it.
class NotifierTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private MailPeer mails;
    private Notifier notifier;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            int status = statuses.isEmpty() ? 200 : statuses.removeFirst();
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            bodies.add("followed");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        mails = new MailPeer();
        MailConfig config = new MailConfig(
                "127.0.0.1", mails.port(), MailConfig.Security.NONE, "", Secret.NONE, "hongyan@example.com");
        notifier = new Notifier(new WebHookSender(), new MailSender(config, new SystemClock()));
    }

    @AfterEach
    void stop() throws IOException {
        notifier.close();
        mails.close();
        server.stop(0);
    }

    private Receivers.WebHook hook() {
        return new Receivers.WebHook(
                "pager", URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=secret"));
    }

    private static AlarmChange change(AlarmState state) {
        Alarm alarm = new Alarm(
                "a1",
                "",
                "",
                new AlarmMetric.ServiceFigure(Measure.CONNECTIONS),
                Alarm.Comparison.ABOVE,
                900,
                5,
                Alarm.Level.CRITICAL,
                true);
        return new AlarmChange(1_700_000_000_000L, alarm, state, 950.5);
    }

    @Test
    void a_web_hook_gets_an_object_that_says_all() {
        notifier.tell(new Receivers(List.of(hook()), List.of()), change(AlarmState.FIRING));
        await().atMost(PATIENCE).until(() -> !bodies.isEmpty());
        assertThat(Json.object(bodies.getFirst()).values())
                .containsEntry("at", "2023-11-14T22:13:20Z")
                .containsEntry("id", "a1")
                .containsEntry("metric", "connections")
                .containsEntry("threshold", 900L)
                .containsEntry("value", 950.5)
                .containsEntry("state", "firing")
                .containsEntry("level", "critical")
                .containsEntry(
                        "text", "alarm a1 (critical): connections is 950.5, and has been above 900 for 5 minutes");
    }

    @Test
    void it_is_tried_three_times_and_the_next_notice_comes_behind() {
        statuses.addAll(List.of(500, 503, 500));
        Receivers receivers = new Receivers(List.of(hook()), List.of());
        notifier.tell(receivers, change(AlarmState.FIRING));
        notifier.tell(receivers, change(AlarmState.OK));
        await().atMost(PATIENCE).until(() -> bodies.size() == 4);
        assertThat(bodies.subList(0, 3)).allMatch(body -> body.contains("firing"));
        assertThat(bodies.getLast()).contains("not above 900 any more");
        assertThat(notifier.failed()).isEqualTo(1);
    }

    @Test
    void a_redirect_is_not_followed_and_the_reason_has_no_secret() {
        statuses.add(302);
        Map<String, String> results = notifier.test(new Receivers(List.of(hook()), List.of()));
        assertThat(results).containsExactly(Map.entry("web hook pager", "it answered with status 302"));
        assertThat(bodies).hasSize(1).doesNotContain("followed");
        assertThat(hook().toString()).doesNotContain("secret");
    }

    @Test
    void an_email_has_the_sentence_as_its_subject() {
        assertThat(notifier.test(new Receivers(List.of(), List.of(new Receivers.Mail("ops@example.com")))))
                .containsExactly(Map.entry("e-mail to ops@example.com", ""));
        assertThat(mails.received())
                .contains(
                        "MAIL FROM:<hongyan@example.com>",
                        "RCPT TO:<ops@example.com>",
                        "Subject: Hongyan: this is a test of the alarms, nothing is wrong",
                        "test: true");
    }

    @Test
    void who_cannot_be_reached_is_told_with_the_reason() throws IOException {
        mails.close();
        int port = server.getAddress().getPort();
        server.stop(0);
        Receivers.WebHook gone = new Receivers.WebHook("gone", URI.create("http://127.0.0.1:" + port + "/hook"));
        Map<String, String> results =
                notifier.test(new Receivers(List.of(gone), List.of(new Receivers.Mail("ops@example.com"))));
        assertThat(results.get("web hook gone")).isNotBlank();
        assertThat(results.get("e-mail to ops@example.com")).contains("127.0.0.1");
    }
}
