package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator sees what one client is about, and what waits for it, without taking anything.
class ClientShownTest {
    @TempDir
    private Path folder;

    private OpenServer server;

    @BeforeEach
    void start() throws IOException {
        server = new OpenServer(folder.resolve("data"), "listeners.tls.port=auto");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Connecting reader() {
        return Connecting.as(Version.MQTT_5, "reader").resuming().with(Property.SESSION_EXPIRY_INTERVAL, 3600);
    }

    @Test
    void a_connected_client_shows_its_connection_session_and_will() throws IOException {
        Properties later =
                Properties.builder().set(Property.WILL_DELAY_INTERVAL, 30).build();
        Connecting connecting = reader().keepAlive(45)
                .with(Property.RECEIVE_MAXIMUM, 2)
                .will("gone", "12345", QoS.AT_LEAST_ONCE, true, later);
        try (RawClient reader = server.client(connecting);
                RawClient writer = server.client("writer")) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a");
            for (String text : List.of("one", "two", "three")) {
                writer.publishAndWait("a", text);
            }
            reader.expectMessage("a", "one");
            JsonFields shown = server.ask("/clients/reader");
            assertThat(shown.text("listener")).isEqualTo("tcp");
            assertThat(Instant.parse(shown.text("connectedAt"))).isAfter(Instant.EPOCH);
            assertThat(shown.number("keepAliveSeconds")).isEqualTo(45);
            assertThat(shown.truth("cleanStart", true)).isFalse();
            assertThat(shown.number("sessionExpirySeconds")).isEqualTo(3600);
            assertThat(shown.object("traffic").number("messagesSent")).isEqualTo(2);
            assertThat(shown.object("traffic").number("bytesSent")).isEqualTo("one".length() + "two".length());
            assertThat(server.ask("/clients/writer").object("traffic").number("messagesReceived"))
                    .isEqualTo(3);
            assertThat(shown.number("inFlight")).isEqualTo(2);
            assertThat(shown.number("inFlightMost")).isEqualTo(2);
            assertThat(shown.number("queued")).isEqualTo(1);
            assertThat(shown.number("queuedBytes")).isGreaterThan("three".length());
            JsonFields will = shown.object("will");
            assertThat(will.text("topic")).isEqualTo("gone");
            assertThat(will.number("bytes")).isEqualTo(5);
            assertThat(will.number("qos")).isEqualTo(1);
            assertThat(will.truth("retain", false)).isTrue();
            assertThat(will.number("delaySeconds")).isEqualTo(30);
            assertThat(shown.objects("filters"))
                    .singleElement()
                    .satisfies(filter -> assertThat(filter.text("filter")).isEqualTo("a"));
            assertThat(shown.names()).doesNotContain("tls");
            assertThat(server.ask("/clients/writer").names()).doesNotContain("will");
        }
    }

    @Test
    void a_connection_with_tls_shows_what_protects_it() throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLSv1.3");
        trusting.init(null, new TrustManager[] {new TrustAll()}, new SecureRandom());
        int port = server.server().ports().get("tls");
        try (RawClient client = new RawClient(trusting.getSocketFactory().createSocket("127.0.0.1", port))) {
            client.connect(Connecting.as(Version.MQTT_3_1_1, "safe")).expectAccepted();
            JsonFields shown = server.ask("/clients/safe");
            assertThat(shown.text("listener")).isEqualTo("tls");
            assertThat(shown.object("tls").text("protocol")).isEqualTo("TLSv1.3");
            assertThat(shown.object("tls").text("cipher")).startsWith("TLS_");
            assertThat(shown.object("tls").names()).doesNotContain("subject");
        }
    }

    @Test
    void messages_that_wait_for_an_absent_client_are_shown_and_stay() throws IOException {
        try (RawClient reader = server.client(reader())) {
            reader.subscribe(QoS.AT_LEAST_ONCE, "a/#");
            reader.leave();
        }
        try (RawClient writer = server.client("writer")) {
            writer.publishAndWait("a/1", "one");
            writer.publish("a/2", "second", QoS.AT_LEAST_ONCE, 7, false, expiring());
            writer.expect(Received.PUBACK);
        }
        server.restart();
        for (int times = 0; times < 2; times++) {
            assertThat(server.ask("/clients/reader/messages").objects("messages"))
                    .extracting(message -> message.text("topic") + " " + message.number("bytes"))
                    .containsExactly("a/1 3", "a/2 6");
        }
        List<JsonFields> first = server.ask("/clients/reader/messages?limit=1").objects("messages");
        assertThat(first).singleElement().satisfies(message -> {
            assertThat(message.number("qos")).isEqualTo(1);
            assertThat(message.text("expires")).isEqualTo("never");
        });
        JsonFields shown = server.ask("/clients/reader");
        assertThat(shown.number("queued")).isEqualTo(2);
        assertThat(shown.text("version")).isEqualTo("unknown");
        assertThat(shown.names()).doesNotContain("listener", "connectedAt", "will");
        try (RawClient reader = server.client(reader())) {
            reader.expectMessage("a/1", "one");
            reader.expectMessage("a/2", "second");
        }
    }

    private static Properties expiring() {
        return Properties.builder().set(Property.MESSAGE_EXPIRY_INTERVAL, 3600).build();
    }

    @Test
    void a_client_that_is_not_there_has_nothing_to_show() throws IOException {
        server.expectRefusal(404, "GET", "/clients/nobody", "", "no client nobody");
        server.expectRefusal(404, "GET", "/clients/nobody/messages", "", "no client nobody");
    }
}
