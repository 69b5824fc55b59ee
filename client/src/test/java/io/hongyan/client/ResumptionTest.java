package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.Tls;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reconnects over TLS.
class ResumptionTest {
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50));

    private static final Message CUT = Message.of("a", "cut me off").withQos(QoS.AT_MOST_ONCE);

    @TempDir
    private Path folder;

    private MqttClientBuilder builder(HostileServer server, Path trusted, Received<ClientEvent> events) {
        return MqttClient.builder()
                .server(server.address().replace("mqtt://127.0.0.1", "mqtts://localhost"))
                .version(Version.MQTT_3_1_1)
                .tls(Tls.trusting(trusted))
                .reconnect(SOON)
                .onEvent(events);
    }

    /// When the session with a client was made: a resumed one is as old as the first.
    private static long made(HostileServer.Peer peer) {
        return ((SSLSocket) peer.socket()).getSession().getCreationTime();
    }

    /// Lets a client in, and cuts it off when it says something.
    private static void cutting(HostileServer.Peer peer) throws IOException {
        peer.accept();
        peer.read();
        peer.reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void a_reconnect_resumes_the_session(String protocol) throws IOException {
        TlsMaterial.Files files = Certificates.write(folder, "localhost");
        TlsSockets sockets = new TlsSockets(files);
        Received<ClientEvent> events = new Received<>();
        Received<Long> made = new Received<>();
        HostileServer.Script script = peer -> {
            made.accept(made(peer));
            cutting(peer);
        };
        long first;
        try (HostileServer server = new HostileServer(script, sockets.listen(protocol));
                MqttClient client =
                        builder(server, files.certificates(), events).connect()) {
            first = made.next();
            for (int i = 0; i < 3; i++) {
                events.next(ClientEvent.Connected.class);
                client.publish(CUT);
                assertThat(made.next()).isEqualTo(first);
            }
        }
        try (HostileServer elsewhere = new HostileServer(script, sockets.listen(protocol));
                MqttClient client =
                        builder(elsewhere, files.certificates(), events).connect()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(made.next()).as("another port is another server").isNotEqualTo(first);
        }
    }

    @Test
    void a_changed_file_is_noticed_at_the_next_connect() throws IOException {
        TlsMaterial.Files files = Certificates.write(folder, "localhost");
        TlsMaterial.Files other = Certificates.write(Files.createDirectory(folder.resolve("other")), "localhost");
        Path trusted = Files.copy(files.certificates(), folder.resolve("trusted.crt"));
        TlsSockets sockets = new TlsSockets(files);
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(ResumptionTest::cutting, sockets.listen("TLSv1.3"));
                MqttClient client = builder(server, trusted, events).connect()) {
            Files.copy(other.certificates(), trusted, StandardCopyOption.REPLACE_EXISTING);
            client.publish(CUT);
            assertThat(events.next(ClientEvent.Disconnected.class).cause())
                    .isInstanceOf(MqttException.ConnectionLost.class);
            assertThat(events.next(ClientEvent.Disconnected.class).cause())
                    .isInstanceOf(MqttException.Unreachable.class);
            Files.copy(files.certificates(), trusted, StandardCopyOption.REPLACE_EXISTING);
            events.next(ClientEvent.Connected.class);
        }
    }

    @Test
    void a_client_with_a_certificate_is_known_again_by_its_session() {
        Received<String> received = new Received<>();
        try (TlsBroker broker = new TlsBroker(folder, "localhost")) {
            int port = broker.listen(Kind.TLS, ClientAuth.REQUIRED);
            for (int i = 0; i < 3; i++) {
                try (MqttClient client = MqttClient.builder()
                        .server("mqtts://localhost:" + port)
                        .tls(Tls.trusting(broker.server().certificates())
                                .withCertificate(
                                        broker.device().certificates(),
                                        broker.device().key()))
                        .connect()) {
                    client.subscribe("tls", message -> received.accept(message.text()));
                    client.publish("tls", "secret");
                    assertThat(received.next()).isEqualTo("secret");
                }
            }
        }
    }
}
