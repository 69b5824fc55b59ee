package io.hongyan.testkit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class TestBrokerTest {
    private static final byte[] CONNECT = HexFormat.of().parseHex("100f00044d5154540402003c0003616263");

    @Test
    void a_client_gets_in_and_is_counted_and_can_be_put_out() throws IOException {
        try (TestBroker broker = TestBroker.start();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
            client.getOutputStream().write(CONNECT);
            assertThat(client.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
            assertThat(broker.stats().sessions()).isEqualTo(1);
            assertThat(broker.disconnect("abc")).isTrue();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(broker.disconnect("abc")).isFalse();
        }
    }

    @Test
    void the_web_socket_port_speaks_http() throws IOException {
        try (TestBroker broker = TestBroker.start();
                Socket client = new Socket(InetAddress.getLoopbackAddress(), broker.webSocketPort())) {
            client.getOutputStream().write("GET /mqtt HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(client.getInputStream().readNBytes(12), US_ASCII))
                    .isEqualTo("HTTP/1.1 426");
        }
    }

    @Test
    void the_tls_port_has_a_certificate_for_localhost_that_clients_can_trust() throws Exception {
        try (TestBroker broker = TestBroker.start();
                InputStream pem = Files.newInputStream(broker.certificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "broker", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            for (String host : List.of("localhost", "127.0.0.1")) {
                try (SSLSocket client = (SSLSocket) context.getSocketFactory().createSocket(host, broker.tlsPort())) {
                    SSLParameters parameters = client.getSSLParameters();
                    parameters.setEndpointIdentificationAlgorithm("HTTPS");
                    client.setSSLParameters(parameters);
                    client.getOutputStream().write(CONNECT);
                    assertThat(client.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
                }
            }
        }
    }

    @Test
    void the_files_of_the_tls_port_are_gone_with_the_broker() {
        TestBroker broker = TestBroker.start();
        Path certificate = broker.certificate();
        assertThat(certificate).exists();
        broker.close();
        assertThat(certificate.getParent()).doesNotExist();
    }

    @Test
    void a_broker_without_a_cloud_instance_says_how_to_get_one() {
        try (TestBroker broker = TestBroker.start()) {
            assertThatThrownBy(broker::cloud)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("TestBroker.builder().cloud()");
        }
    }

    @Test
    void a_closed_broker_listens_no_longer() {
        TestBroker broker = TestBroker.start();
        int port = broker.port();
        broker.close();
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_clock_goes_ahead() {
        MovableClock clock = new MovableClock();
        long before = clock.steadyMillis();
        clock.advance(Duration.ofDays(1));
        assertThat(clock.steadyMillis() - before)
                .isGreaterThanOrEqualTo(Duration.ofDays(1).toMillis());
        assertThatThrownBy(() -> clock.advance(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
    }
}
