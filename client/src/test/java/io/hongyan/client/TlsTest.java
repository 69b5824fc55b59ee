package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Tls;
import io.hongyan.client.message.MqttException;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTest {
    @TempDir
    private static Path folder;

    private static TlsBroker broker;
    private static TlsMaterial.Files server;
    private static TlsMaterial.Files own;
    private static int plain;
    private static int web;
    private static int mutual;

    @BeforeAll
    static void start() {
        broker = new TlsBroker(folder, "localhost");
        server = broker.server();
        own = broker.device();
        plain = broker.listen(Kind.TLS, ClientAuth.NONE);
        web = broker.listen(Kind.SECURE_WEBSOCKET, ClientAuth.NONE);
        mutual = broker.listen(Kind.TLS, ClientAuth.REQUIRED);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static void hello(String url, Tls tls) {
        Received<String> received = new Received<>();
        try (MqttClient client = MqttClient.builder().server(url).tls(tls).connect()) {
            client.subscribe("tls", message -> received.accept(message.text()));
            client.publish("tls", "secret");
            assertThat(received.next()).isEqualTo("secret");
        }
    }

    @Test
    void a_trusted_server_of_the_right_name_is_talked_to() {
        hello("mqtts://localhost:" + plain, Tls.trusting(server.certificates()));
        hello("wss://localhost:" + web + "/mqtt", Tls.trusting(server.certificates()));
    }

    @Test
    void a_server_of_another_name_is_not_believed() {
        MqttClientBuilder builder =
                MqttClient.builder().server("mqtts://127.0.0.1:" + plain).tls(Tls.trusting(server.certificates()));
        assertThatThrownBy(builder::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("TLS settings");
        hello("mqtts://127.0.0.1:" + plain, Tls.INSECURE);
    }

    private static void isNotBelieved(Tls tls, String... words) {
        MqttClientBuilder builder =
                MqttClient.builder().server("mqtts://localhost:" + plain).tls(tls);
        assertThatThrownBy(builder::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("Tls.trusting(")
                .hasMessageNotContaining("check address");
    }

    @Test
    void a_server_that_nobody_vouches_for_is_told_with_what_is_trusted() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(own.certificates())) {
            store.setCertificateEntry(
                    "other", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        Path file = folder.resolve("other.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, "secret".toCharArray());
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        isNotBelieved(Tls.SYSTEM, "no authority of Java's own");
        isNotBelieved(Tls.trusting(own.certificates()), "no authority in " + own.certificates());
        isNotBelieved(Tls.trustingStore(file, "secret".toCharArray()), "no authority in " + file);
        isNotBelieved(Tls.trusting(store), "no authority in the KeyStore");
        isNotBelieved(Tls.of(context), "no authority of the SSLContext");
    }

    @ParameterizedTest
    @EnumSource
    void a_port_for_tls_is_guessed_when_it_closes_without_an_answer(Closing closing) throws Exception {
        try (HostileServer server = new HostileServer(closing::end)) {
            MqttClientBuilder builder = MqttClient.builder().server(server.address());
            assertThatThrownBy(builder::connect)
                    .isInstanceOf(MqttException.Unreachable.class)
                    .hasMessageContaining("before it answered CONNECT")
                    .hasMessageContaining("if that port is one for TLS, use mqtts://127.0.0.1:" + server.port());
        }
    }

    enum Closing {
        CLOSES_IT,
        RESETS_IT;

        void end(HostileServer.Peer peer) throws IOException {
            peer.read();
            if (this == RESETS_IT) {
                peer.reset();
            } else {
                peer.socket().close();
            }
        }
    }

    @Test
    void a_port_for_tls_tells_who_speaks_none() {
        MqttClientBuilder builder = MqttClient.builder().server("mqtt://localhost:" + plain);
        assertThatThrownBy(builder::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("mqtts://localhost:" + plain);
    }

    @Test
    void a_port_without_tls_is_told() {
        MqttClientBuilder builder = MqttClient.builder()
                .server("mqtts://localhost:" + broker.listen(Kind.TCP, ClientAuth.NONE))
                .tls(Tls.INSECURE);
        assertThatThrownBy(builder::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("closed the connection during the handshake")
                .hasMessageNotContaining("null");
    }

    @Test
    void a_server_that_wants_a_certificate_gets_it() {
        Tls tls = Tls.trusting(server.certificates());
        hello("mqtts://localhost:" + mutual, tls.withCertificate(own.certificates(), own.key()));
        MqttClientBuilder without =
                MqttClient.builder().server("mqtts://localhost:" + mutual).tls(tls);
        assertThatThrownBy(without::connect)
                .isInstanceOf(MqttException.Unreachable.class)
                .hasMessageContaining("the server requires a client certificate and got none")
                .hasMessageContaining("(alert ");
    }

    private static void refused(ThrowingCallable call, String... words) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(words);
    }

    private static Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void pem_files_that_no_connection_could_use_are_refused_when_they_are_given() throws Exception {
        Path damaged = file("damaged.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path text = file("text.pem", "no PEM at all");
        refused(() -> Tls.trusting(own.key()), "tls.authority", own.key().toString(), "a private key");
        refused(() -> Tls.trusting(text), "tls.authority", "no certificate", "text.pem");
        refused(() -> Tls.trusting(damaged), "tls.authority", "damaged.pem", "is damaged");
        refused(() -> Tls.trusting(folder), "tls.authority", folder.toString());
        Path nowhere = folder.resolve("nowhere.pem");
        refused(() -> Tls.trusting(nowhere), "tls.authority", "there is no such file", nowhere.toString());
        refused(
                () -> Tls.trusting(Path.of("nowhere.pem")),
                Path.of("nowhere.pem").toAbsolutePath().toString());
        Tls tls = Tls.trusting(server.certificates());
        refused(() -> tls.withCertificate(own.certificates(), server.key()), "tls.key", "does not belong", "localhost");
        refused(() -> tls.withCertificate(own.certificates(), own.certificates()), "tls.key", "but a certificate");
        refused(() -> tls.withCertificate(own.key(), own.key()), "tls.certificate", "but a private key");
        refused(() -> tls.withCertificate(text, own.key()), "tls.certificate", "text.pem");
    }

    @Test
    void a_key_that_has_a_password_or_is_damaged_is_refused_with_the_command_that_makes_it_usable() throws Exception {
        Tls tls = Tls.trusting(server.certificates());
        for (String form : List.of("ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY")) {
            String head = form.startsWith("RSA") ? "Proc-Type: 4,ENCRYPTED\n\n" : "";
            Path key = file(
                    "unusable.key", "-----BEGIN " + form + "-----\n" + head + "AAAA\n-----END " + form + "-----\n");
            String advice = form.startsWith("OPEN") ? "ssh-keygen" : form.equals("PRIVATE KEY") ? "damaged" : "openssl";
            refused(() -> tls.withCertificate(own.certificates(), key), "tls.key", "unusable.key", advice);
        }
    }
}
