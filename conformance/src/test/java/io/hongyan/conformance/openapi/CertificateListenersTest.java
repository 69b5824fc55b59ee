package io.hongyan.conformance.openapi;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Devices show their certificates on whatever way they come: over WebSocket, and behind a proxy that tells who they
/// are (PROXY protocol).
class CertificateListenersTest {
    private static final TestAuthority ROOT = TestAuthority.root("root of devices", "EC");
    private static final TestAuthority STRANGER = TestAuthority.root("stranger", "EC");

    @TempDir
    private static Path folder;

    private static DeviceStage service;

    @BeforeAll
    static void start() throws Exception {
        service = new DeviceStage(
                folder,
                ROOT,
                "--set=listeners.web.kind=wss",
                "--set=listeners.web.port=auto",
                "--set=listeners.web.tls.clientAuth=registered",
                "--set=listeners.behind.kind=tls",
                "--set=listeners.behind.port=auto",
                "--set=listeners.behind.proxyProtocol=true",
                "--set=listeners.behind.tls.clientAuth=registered");
        service.register(ROOT);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static void assertRefusedWithout(String url, TestIdentity device) {
        assertThatThrownBy(() -> service.connect(url, service.context("TLSv1.3", device.keyManagers())))
                .isInstanceOf(MqttException.class)
                .hasMessageNotContaining("uthorized"); // the handshake itself fails
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, RSA", "TLSv1.2, EC", "TLSv1.3, RSA", "TLSv1.3, EC"})
    void a_device_shows_its_certificate_over_a_secure_web_socket(String version, String kind) throws Exception {
        TestIdentity device = ROOT.device("lamp", kind);
        String url = "wss://localhost:" + service.port("web") + "/mqtt";
        MqttClient client = service.connect(url, service.context(version, device.keyManagers()));
        assertThat(service.status(ROOT, device)).isEqualTo("1");
        assertRefusedWithout(url, STRANGER.device("lamp", kind));
        DeviceStage.leave(client);
    }

    /// The header in both forms comes before the TLS handshake.
    @ParameterizedTest
    @CsvSource({"1, TLSv1.2", "1, TLSv1.3", "2, TLSv1.2", "2, TLSv1.3"})
    void a_device_behind_a_proxy_shows_its_certificate_and_keeps_its_address(int form, String version)
            throws Exception {
        byte[] header = form == 1
                ? "PROXY TCP4 192.0.2.7 192.0.2.1 4711 8883\r\n".getBytes(US_ASCII)
                : HexFormat.of().parseHex("0d0a0d0a000d0a515549540a" + "2111000c" + "c0000207c0000201126722b3");
        TestIdentity device = ROOT.device("lamp", "EC");
        try (Forwarder proxy = new Forwarder(service.port("behind"), header)) {
            MqttClient client = service.connect(proxy.url(), service.context(version, device.keyManagers()));
            assertThat(service.status(ROOT, device)).isEqualTo("1");
            assertThat(service.program().run("admin", "client", "show", client.getClientId()))
                    .contains("192.0.2.7:4711");
            assertRefusedWithout(proxy.url(), STRANGER.device("lamp", "EC"));
            DeviceStage.leave(client);
        }
    }

    @Test
    void a_certificate_without_the_header_of_the_proxy_is_not_taken() throws Exception {
        TestIdentity device = ROOT.device("lamp", "EC");
        assertRefusedWithout("ssl://localhost:" + service.port("behind"), device);
        assertThat(service.registered(ROOT, device).text("Code")).isEqualTo("CertificateNotFound");
    }

    /// Passes bytes on, after a header.
    private static final class Forwarder implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
        private final int to;
        private final byte[] header;

        Forwarder(int to, byte[] header) throws IOException {
            this.to = to;
            this.header = header;
            Thread.ofVirtual().start(this::accept);
        }

        String url() {
            return "ssl://localhost:" + listener.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), to);
                    sockets.addAll(List.of(client, server));
                    server.getOutputStream().write(header);
                    Thread.ofVirtual().start(() -> pass(client, server));
                    Thread.ofVirtual().start(() -> pass(server, client));
                }
            } catch (IOException e) {
                return; // the test is over
            }
        }

        private static void pass(Socket from, Socket into) {
            try (from;
                    into) {
                from.getInputStream().transferTo(into.getOutputStream());
            } catch (IOException e) {
                return; // either side is gone
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket each : sockets) {
                each.close();
            }
        }
    }
}
