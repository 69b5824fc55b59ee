package io.hongyan.server.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.amqp.queue.Delivery;
import io.hongyan.amqp.queue.QueueKey;
import io.hongyan.amqp.queue.QueueKind;
import io.hongyan.amqp.queue.QueueLimits;
import io.hongyan.amqp.queue.Queues;
import io.hongyan.amqp.queue.Subscriber;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.metadata.MemoryMetadataStore;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.server.config.AdminRole;
import io.hongyan.server.http.Headers;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.hongyan.transport.endpoint.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whoever names a queue or a dead letter that is not there is told so, and is not told of a success.
class QueueRoutesTest {
    private static final String ID = "mqtt-cn-12345678";
    private static final String QUEUES = "instances/" + ID + "/queues";
    private static final String NOBODY = "{\"sequences\": [\"1234\"]}";

    @TempDir
    private Path folder;

    private final SystemClock clock = new SystemClock();
    private final Metadata metadata = Metadata.open(new MemoryMetadataStore(), clock, new Random(1));
    private final Transport transport = Transport.start("queue-routes", 1);
    private final Queues queues =
            new Queues(new MemoryStore(), transport.loops(), clock, QueueLimits.defaults(), EventSink.NONE);
    private AdminHandler handler;

    /// Takes nothing.
    private static final class Idle implements Subscriber {
        @Override
        public boolean take(int bytes) {
            return false;
        }

        @Override
        public void deliver(List<Delivery> batch) {}

        @Override
        public void ended(String why) {}
    }

    @BeforeEach
    void make() {
        metadata.createInstance(ID, Profile.CLOUD);
        handler = new AdminHandler(
                List.of(
                        new AdminHolder("admin.key", AdminRole.ADMINISTRATOR, "administrator"),
                        new AdminHolder("night-shift", AdminRole.OPERATOR, "operator")),
                new QueueRoutes(metadata, queues).routes(),
                new AuditLog(folder, clock));
        subscribe(new QueueKey(ID, QueueKind.MESSAGES, "orders", "audit"), false);
        subscribe(new QueueKey(ID, QueueKind.MESSAGES, "orders", ""), true);
    }

    private void subscribe(QueueKey key, boolean live) {
        queues.subscribe(key, null, live, new Idle()).join();
    }

    @AfterEach
    void stop() {
        queues.close();
        transport.close();
    }

    private Response ask(String key, String method, String path, String body) {
        return handler.answer(Request.of(
                method, "/" + path, Headers.of("Authorization", "Bearer " + key), body.getBytes(UTF_8), "from"));
    }

    private void refused(int status, String text, String method, String path, String body) {
        Response answer = ask("administrator", method, path, body);
        assertThat(answer.text()).contains(text);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void queues_are_listed_with_their_kind_and_shown() {
        assertThat(ask("administrator", "GET", QUEUES, "").text()).contains("\"orders@audit\"", "\"orders!live\"");
        assertThat(ask("administrator", "GET", QUEUES + "/orders@audit", "").text())
                .contains("\"orders@audit\"");
    }

    @Test
    void a_queue_that_is_not_there_is_not_found() {
        refused(404, "there is no queue lines", "GET", QUEUES + "/lines", "");
        refused(404, "STATUS: and its Group ID", "GET", QUEUES + "/STATUS", "");
        refused(404, "there is no queue lines", "POST", QUEUES + "/lines/purge", "{}");
    }

    @Test
    void a_live_queue_has_nothing_to_act_on() {
        refused(400, "ends with its last consumer", "DELETE", QUEUES + "/orders!live", "");
    }

    @Test
    void a_dead_letter_that_is_not_there_is_not_found() {
        refused(404, "has no dead letter 1234", "POST", QUEUES + "/orders@audit/dead-letters/replay", NOBODY);
        refused(404, "has no dead letter 1234", "POST", QUEUES + "/orders@audit/dead-letters/discard", NOBODY);
        assertThat(ask("administrator", "POST", QUEUES + "/orders@audit/dead-letters/replay", "{}")
                        .text())
                .contains("0");
    }

    @Test
    void only_an_administrator_deletes() {
        assertThat(ask("operator", "DELETE", QUEUES + "/orders@audit", "").status())
                .isEqualTo(403);
        assertThat(ask("administrator", "DELETE", QUEUES + "/orders@audit", "").status())
                .isEqualTo(200);
        refused(404, "there is no queue orders@audit", "GET", QUEUES + "/orders@audit", "");
    }
}
