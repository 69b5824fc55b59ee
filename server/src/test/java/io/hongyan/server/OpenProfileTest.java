package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.DataFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.bcrypt.BCrypt;

/// Goal: as a plain broker it knows users and rights from files, and any client id and topic will do.
class OpenProfileTest {
    /// Of "secret".
    private static final String HASH = "$2a$04$fLsQcLMoJmyXFMAZk2XE/O.w8g5yWb0xH7Icj.GhWAFHzC2sD74ry";

    /// Of "secret" too, at a cost that takes a while.
    private static final String SLOW_HASH = BCrypt.hashpw("secret", BCrypt.gensalt(10));

    private static final int FLOOD = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path users;
    private Path rights;

    @BeforeEach
    void write() throws IOException {
        users = Files.writeString(folder.resolve("users"), "# users\nalice:" + HASH + "\nbob:" + HASH + "\n");
        rights = Files.writeString(folder.resolve("rights"), "user alice\ntopic open/#\npattern read %u/inbox\n");
    }

    private Server start(String... settings) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("data=" + folder.resolve("data"), "profile=open", "bind=127.0.0.1", "listeners.tcp.port=auto"));
        for (String off : List.of(
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            all.add(off + ".port=0");
        }
        all.addAll(List.of(settings));
        return Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
    }

    @Test
    void a_first_start_with_users_asks_nobody_to_make_one() throws IOException {
        try (Server server = start("auth.passwordFile=" + users)) {
            assertThat(server.firstStartMessage(true, List.of()).orElseThrow())
                    .contains("They are those in " + users)
                    .doesNotContain("Make a user");
        }
    }

    @Test
    void what_has_no_effect_in_a_profile_is_not_made() throws IOException {
        try (Server server = start("admin.port=auto")) {
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            String open = "/instances/"
                    + operator.ask("/instances").objects("instances").getFirst().text("id");
            operator.change("POST", "/instances", "{\"id\":\"mqtt-cloud\"}");
            String user = "{\"name\":\"ann\",\"hash\":\"" + HASH + "\"}";
            expectConflict(operator, "/instances/mqtt-cloud/users", user, "profile cloud, in which there are no users");
            expectConflict(
                    operator, open + "/groups", "{\"name\":\"GID_one\"}", "profile open, in which there are no groups");
            expectConflict(
                    operator,
                    open + "/topics",
                    "{\"name\":\"Orders\"}",
                    "profile open, in which there are no parent topics");
        }
    }

    private static void expectConflict(Operator operator, String path, String body, String words) {
        assertThatThrownBy(() -> operator.change("POST", path, body))
                .hasMessageContaining("409")
                .hasMessageContaining(words);
    }

    @Test
    void users_and_rights_come_from_files() throws IOException {
        try (Server server = start("auth.passwordFile=" + users, "auth.aclFile=" + rights);
                RawClient alice = new RawClient(server.ports().get("tcp"));
                RawClient bob = new RawClient(server.ports().get("tcp"));
                RawClient mallory = new RawClient(server.ports().get("tcp"))) {
            assertThat(server.ports()).containsOnlyKeys("tcp");
            assertThat(alice.connectReason(Login.of("any id", "alice", "secret")))
                    .isZero();
            assertThat(alice.subscribeReason("open/#")).isEqualTo(1);
            assertThat(alice.subscribeReason("alice/inbox")).isEqualTo(1);
            assertThat(bob.connectReason(Login.of("another", "bob", "secret"))).isZero();
            assertThat(bob.subscribeReason("alice/inbox")).isEqualTo(ReasonCode.NOT_AUTHORIZED.code());
            assertThat(mallory.connectReason(Login.of("third", "alice", "wrong")))
                    .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD.code());
        }
    }

    @Test
    void a_changed_file_holds_when_it_is_read_again() throws IOException {
        try (Server server = start("auth.passwordFile=" + users)) {
            Files.writeString(users, "carol:" + HASH + "\n");
            server.reload();
            try (RawClient carol = new RawClient(server.ports().get("tcp"));
                    RawClient alice = new RawClient(server.ports().get("tcp"))) {
                assertThat(carol.connectReason(Login.of("c", "carol", "secret")))
                        .isZero();
                assertThat(alice.connectReason(Login.of("a", "alice", "secret")))
                        .isEqualTo(ReasonCode.BAD_USER_NAME_OR_PASSWORD.code());
            }
        }
    }

    @Test
    void rights_that_are_taken_away_end_what_was_subscribed_with_them() throws IOException {
        try (Server server = start("auth.passwordFile=" + users, "auth.aclFile=" + rights);
                RawClient alice = new RawClient(server.ports().get("tcp"));
                RawClient bob = new RawClient(server.ports().get("tcp"))) {
            assertThat(alice.connectReason(Login.of("a", "alice", "secret"))).isZero();
            assertThat(alice.subscribeReason("open/#")).isEqualTo(1);
            assertThat(alice.subscribeReason("alice/inbox")).isEqualTo(1);
            Files.writeString(rights, "user alice\ntopic read alice/inbox\nuser bob\ntopic open/#\ntopic alice/#\n");
            server.reload();
            assertThat(bob.connectReason(Login.of("b", "bob", "secret"))).isZero();
            await().atMost(PATIENCE)
                    .until(() -> bob.publishReason("open/x", "gone") == ReasonCode.NO_MATCHING_SUBSCRIBERS.code());
            assertThat(bob.publishReason("alice/inbox", "kept")).isZero();
            Received next = alice.expect(Received.PUBLISH);
            while (new String(next.body(), UTF_8).endsWith("gone")) { // sent before the filter went
                next = alice.expect(Received.PUBLISH);
            }
            assertThat(new String(next.body(), UTF_8)).endsWith("kept");
        }
    }

    @Test
    void a_flood_of_wrong_passwords_is_told_to_wait_and_keeps_nobody_out() throws IOException {
        Files.writeString(users, "alice:" + SLOW_HASH + "\n");
        try (Server server = start("auth.passwordFile=" + users, "metrics.port=auto");
                RawClient here = new RawClient(server.ports().get("tcp"))) {
            assertThat(here.connectReason(Login.of("here", "alice", "secret"))).isZero();
            Operator operator = new Operator(server.ports(), folder.resolve("data"));
            List<RawClient> flood = new ArrayList<>();
            try {
                for (int i = 0; i < FLOOD; i++) {
                    RawClient guess = new RawClient(server.ports().get("tcp"));
                    flood.add(guess);
                    guess.connect(Login.of("guess" + i, "alice", "guess" + i));
                }
                await().atMost(PATIENCE)
                        .until(() -> operator.metric("hongyan_connect_refused_total{reason=\"server_busy\"}") > 0);
                here.expectNothing();
            } finally {
                for (RawClient guess : flood) {
                    guess.close();
                }
            }
            await().atMost(PATIENCE).until(() -> {
                try (RawClient late = new RawClient(server.ports().get("tcp"))) {
                    return late.connectReason(Login.of("late", "alice", "secret")) == 0;
                }
            });
        }
    }

    @Test
    void a_file_that_cannot_be_used_is_named_with_its_line() throws IOException {
        Files.writeString(users, "alice:" + HASH + "\nbob\n");
        assertThatThrownBy(() -> start("auth.passwordFile=" + users))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining(users + ":2: ");
        assertThatThrownBy(() -> start("auth.aclFile=" + folder.resolve("missing")))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void an_anonymous_client_may_everything_where_that_was_asked_for() throws IOException {
        try (Server server = start("auth.allowAnonymous=true");
                RawClient client = new RawClient(server.ports().get("tcp"))) {
            assertThat(client.connectReason(Login.nameless("x"))).isZero();
            assertThat(client.subscribeReason("other/#")).isEqualTo(1);
            assertThat(client.publishReason("a/b/c", "hello")).isEqualTo(ReasonCode.NO_MATCHING_SUBSCRIBERS.code());
        }
    }
}
