package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator ends a session or a subscription, and it does not come back by itself.
class EndedSessionTest {
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

    private static Connecting lasting() {
        return Connecting.as(Version.MQTT_5, "reader").lasting();
    }

    private RawClient reader(boolean present) {
        RawClient client = new RawClient(server.server().ports().get("tcp")).connect(lasting());
        assertThat(client.expectAccepted().sessionPresent()).isEqualTo(present);
        return client;
    }

    @Test
    void the_session_of_a_connected_client_ends_with_its_connection() throws IOException {
        try (RawClient reader = reader(false)) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a");
            server.change("DELETE", "/sessions/reader", "");
            assertThat(reader.expect(Received.DISCONNECT).reason()).isEqualTo(ReasonCode.ADMINISTRATIVE_ACTION.code());
            reader.expectClosed();
        }
        server.expectRefusal(404, "DELETE", "/sessions/reader", "", "no client reader");
        reader(false).close();
    }

    @Test
    void the_session_of_an_absent_client_does_not_come_back_with_a_restart() throws IOException {
        try (RawClient reader = reader(false);
                RawClient writer = server.client("writer")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a");
            reader.leave();
            writer.publishAndWait("a", "lost");
        }
        assertThat(server.ask("/clients/reader").number("queued")).isEqualTo(1);
        server.change("DELETE", "/sessions/reader", "");
        server.restart();
        assertThat(server.ask("/clients").objects("clients")).isEmpty();
        try (RawClient reader = reader(false)) {
            reader.expectNothing();
        }
    }

    @Test
    void a_subscription_ends_in_the_broker_and_in_the_store() throws IOException {
        try (RawClient reader = reader(false);
                RawClient writer = server.client("writer")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a/+", "b", "$share/s/c");
            server.change("DELETE", "/clients/reader/subscription?filter=a%2F%2B", "");
            server.change("DELETE", "/clients/reader/subscription?filter=%24share%2Fs%2Fc", "");
            writer.publishAndWait("a/1", "lost").publishAndWait("c", "lost").publishAndWait("b", "kept");
            reader.expectMessage("b", "kept");
        }
        server.restart();
        assertThat(server.ask("/clients/reader").objects("filters"))
                .extracting(filter -> filter.text("filter"))
                .containsExactly("b");
        server.expectRefusal(
                404, "DELETE", "/clients/reader/subscription?filter=a%2F%2B", "", "reader", "no subscription a/+");
        server.expectRefusal(404, "DELETE", "/clients/nobody/subscription?filter=b", "", "nobody");
        server.expectRefusal(400, "DELETE", "/clients/reader/subscription?filter=a%23", "", "filter");
        server.expectRefusal(400, "DELETE", "/clients/reader/subscription", "", "filter");
    }

    @Test
    void what_was_ended_is_on_record_with_its_filter() throws IOException {
        try (RawClient reader = reader(false)) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "b");
            server.change("DELETE", "/clients/reader/subscription?filter=b", "");
        }
        List<String> lines = Files.readAllLines(folder.resolve("data").resolve("audit.log"));
        JsonFields last = Json.object(lines.getLast());
        assertThat(last.text("what")).endsWith("/clients/reader/subscription");
        assertThat(last.object("details").text("filter")).isEqualTo("b");
    }
}
