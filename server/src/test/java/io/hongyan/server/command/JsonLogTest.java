package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a program finds what happened to whom in fields, and need not read sentences.
class JsonLogTest {
    @TempDir
    private Path folder;

    private static JsonFields line(ServeProcess server, String event) throws IOException {
        await().atMost(Duration.ofSeconds(30)).until(() -> server.errors().contains("\"event\":\"" + event + "\""));
        return server.errors()
                .lines()
                .map(Json::object)
                .filter(line -> line.values().getOrDefault("event", "").equals(event))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_event_has_its_parts_as_fields() throws IOException {
        String name = "a \"name\"\nof two lines";
        try (ServeProcess server = ServeProcess.start(
                folder,
                1000,
                "--set",
                "listeners.tcp.bind=::",
                "--profile",
                "open",
                "--allow-anonymous",
                "--set",
                "log.format=json",
                "--set",
                "log.connects=true")) {
            try (RawClient bad = new RawClient(
                    new Socket(InetAddress.ofLiteral("::1"), server.ports().get("tcp")))) {
                bad.connect(Connecting.as(Version.MQTT_5, "c1").username(name).password("x"))
                        .expect(Received.CONNACK);
            }
            assertThat(line(server, "connect-refused").values())
                    .containsEntry("level", "WARN")
                    .containsEntry("logger", "events")
                    .containsEntry("client", "c1")
                    .containsEntry("user", name)
                    .containsEntry("listener", "tcp")
                    .containsEntry("reason", "bad user name or password")
                    .containsEntry("code", 0x86L)
                    .containsKeys("time", "thread", "message")
                    .hasEntrySatisfying("why", why -> assertThat(why).asString().startsWith("there is no user"))
                    .hasEntrySatisfying(
                            "address", where -> assertThat(where).asString().startsWith("[::1]:"));
            try (RawClient good = new RawClient(server.ports().get("tcp"))) {
                good.connect(Connecting.as(Version.MQTT_3_1_1, "c2")).expect(Received.CONNACK);
                JsonFields connected = line(server, "connected");
                assertThat(connected.values())
                        .containsEntry("level", "INFO")
                        .containsEntry("client", "c2")
                        .containsEntry("instance", server.credentials().instance())
                        .containsEntry("version", "mqtt_3_1_1");
                assertThat(connected.text("address")).startsWith("127.0.0.1:");
            }
            assertThat(List.of(line(server, "disconnected").text("client"))).containsExactly("c2");
            assertThat(server.ready()).containsPattern("is ready \\d+ ms after the start of its JVM");
        }
    }
}
