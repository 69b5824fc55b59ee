package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A user that an administrator deletes leaves nothing to the next one of that name.
class DeletedUserTest {
    /// Of "secret".
    private static final String HASH = "$2a$04$fLsQcLMoJmyXFMAZk2XE/O.w8g5yWb0xH7Icj.GhWAFHzC2sD74ry";

    @TempDir
    private Path folder;

    private Server server;
    private Operator operator;
    private String users;

    @BeforeEach
    void start() throws IOException {
        List<String> all = new ArrayList<>(List.of("data=" + folder.resolve("data"), "profile=open", "bind=127.0.0.1"));
        List.of("listeners.tls", "listeners.ws", "listeners.wss", "listeners.amqp", "listeners.amqps")
                .forEach(off -> all.add(off + ".port=0"));
        List.of("listeners.tcp", "metrics", "admin").forEach(on -> all.add(on + ".port=auto"));
        server = Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
        operator = new Operator(server.ports(), folder.resolve("data"));
        String instance =
                operator.ask("/instances").objects("instances").getFirst().text("id");
        users = "/instances/" + instance + "/users";
        create();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void create() throws IOException {
        operator.change("POST", users, "{\"name\":\"alice\",\"hash\":\"" + HASH + "\"}");
    }

    private RawClient alice() {
        Connecting lasting =
                Login.of("reader", "alice", "secret").resuming().with(Property.SESSION_EXPIRY_INTERVAL, 3600);
        return new RawClient(server.ports().get("tcp")).connect(lasting);
    }

    private void deletedAndMadeAgain() throws IOException {
        operator.change("DELETE", users + "/alice", "");
        await().until(() -> operator.metric("hongyan_sessions") == 0);
        create();
        try (RawClient next = alice()) {
            assertThat(next.expectAccepted().sessionPresent()).isFalse();
        }
    }

    @Test
    void the_session_of_a_client_that_is_away_ends_with_its_user() throws IOException {
        try (RawClient first = alice()) {
            assertThat(first.expectAccepted().sessionPresent()).isFalse();
            first.leave();
        }
        deletedAndMadeAgain();
    }

    @Test
    void the_session_of_a_connected_client_ends_with_its_user() throws IOException {
        try (RawClient first = alice()) {
            first.expectAccepted();
            deletedAndMadeAgain();
        }
    }
}
