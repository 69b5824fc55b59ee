package io.hongyan.server.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.Version;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.transport.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: an operator learns from the log what a client did that gets no TLS connection, and what to do.
class TlsFailureTest {
    private static final String PASSWORD = "the-secret-of-a-device";
    private static final Duration SUM = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private ServeProcess server;

    @BeforeEach
    void start() throws IOException {
        server = ServeProcess.start(
                folder,
                1000,
                "--set",
                "log.level=trace",
                "--set",
                "listeners.behind.port=auto",
                "--set",
                "listeners.behind.proxyProtocol=true",
                "--set",
                "listeners.mutual.kind=tls",
                "--set",
                "listeners.mutual.port=auto",
                "--set",
                "listeners.mutual.tls.clientAuth=required",
                "--set",
                "listeners.mutual.tls.clientCa="
                        + Certificates.write(folder, "authority").certificates());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Socket connect(String listener) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), server.ports().get(listener));
    }

    private void logged(String words) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.errors()).contains(words));
    }

    @Test
    void plain_mqtt_is_called_so_and_no_byte_of_it_is_logged() throws IOException {
        Connecting connecting =
                Connecting.as(Version.MQTT_5, "device").username("user").password(PASSWORD);
        for (String listener : new String[] {"tls", "wss"}) {
            try (RawClient client = new RawClient(connect(listener))) {
                client.connect(connecting);
                logged("listener " + listener + ": connection from 127.0.0.1:");
            }
        }
        logged(": plain MQTT on a TLS port: let the client use TLS, or a port without it");
        byte[] bytes = PASSWORD.getBytes(UTF_8);
        assertThat(server.errors())
                .doesNotContain(PASSWORD)
                .doesNotContainIgnoringCase(HexFormat.of().formatHex(bytes));
    }

    @Test
    void tls_on_a_port_without_it_is_called_so() throws Exception {
        byte[] hello = HexFormat.of().parseHex("16030100c8010000c40303" + "00".repeat(60));
        for (String listener : new String[] {"tcp", "ws"}) {
            try (Socket socket = connect(listener)) {
                socket.getOutputStream().write(hello);
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.errors()
                                .lines()
                                .filter(line ->
                                        line.contains("TLS on a plain port: let the client use the port for TLS")))
                        .hasSize(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.0\r\n\r\n",
                "POST /a/long/path/a/long/path/a/long/path/a/long/path HTTP/1.1\r\nHost: localhost\r\n\r\n"
            })
    void http_on_a_port_for_mqtt_is_called_so(String request) throws IOException {
        try (Socket socket = connect("tcp")) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            logged("plain HTTP on an MQTT port: MQTT over WebSocket");
        }
    }

    @Test
    void a_connection_without_the_header_of_a_load_balancer_is_called_so() throws IOException {
        try (Socket socket = connect("behind")) {
            socket.getOutputStream().write("\20\20\0\4MQTT\4\2\0\74\0\4abcd".getBytes(UTF_8));
            logged(" failed: no PROXY header that can be read came first, and the listener has proxyProtocol: true");
        }
    }

    @Test
    void something_else_is_called_so() throws IOException {
        try (Socket socket = connect("wss")) {
            socket.getOutputStream().write("GET /mqtt HTTP/1.1\r\n\r\n".getBytes(UTF_8));
            logged(": plain HTTP on a TLS port: the address begins with wss:// or https://");
        }
        try (Socket socket = connect("tls")) {
            socket.getOutputStream().write(HexFormat.of().parseHex("160301000401020304"));
            socket.getOutputStream().write(PASSWORD.getBytes(UTF_8));
            logged("listener tls: TLS handshake with 127.0.0.1:");
        }
        assertThat(server.errors()).doesNotContainIgnoringCase(HexFormat.of().formatHex(PASSWORD.getBytes(UTF_8)));
        noNonsense();
    }

    @Test
    void a_client_that_does_not_trust_the_certificate_is_told_apart_and_summed() throws IOException {
        for (int i = 0; i < 10; i++) {
            try (Socket plain = connect("tls");
                    SSLSocket socket = (SSLSocket) ((SSLSocketFactory) SSLSocketFactory.getDefault())
                            .createSocket(plain, "localhost", plain.getPort(), true)) {
                socket.startHandshake();
                throw new AssertionError("the certificate is self-signed");
            } catch (SSLException refused) {
                assertThat(refused).isNotNull();
            }
        }
        logged("failed: the client does not trust the certificate of this listener (alert certificate_unknown)");
        await().atMost(SUM).untilAsserted(() -> assertThat(summed()).isEqualTo(9));
        noNonsense();
    }

    /// How many handshakes the sums stand for; a sum may be written between two of them.
    private int summed() throws IOException {
        Pattern sum = Pattern.compile(
                "listener tls: TLS handshake with a client failed: the client does not trust.*" + "\\((\\d+) more\\)");
        return sum.matcher(server.errors())
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
    }

    @Test
    void a_client_that_closes_in_the_middle_is_called_so() throws IOException {
        try (Socket socket = connect("tls")) {
            socket.getOutputStream().write(HexFormat.of().parseHex("16030102000100"));
        }
        logged("failed: the client closed the connection during the handshake");
        noNonsense();
    }

    @NeedsProgram("openssl")
    @Test
    void old_versions_and_missing_certificates_are_called_so() throws Exception {
        openssl("tls", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0");
        logged("failed: the client speaks only versions of TLS before 1.2");
        openssl("mutual", "-tls1_2");
        logged("listener mutual: TLS handshake with 127.0.0.1:");
        logged("failed: the client showed no certificate, and this listener requires one (tls.clientAuth)");
        noNonsense();
    }

    @Test
    @NeedsProgram("mosquitto_sub")
    void a_client_that_looks_for_another_name_in_the_certificate_is_called_so() throws Exception {
        Process client = new ProcessBuilder(
                        "mosquitto_sub",
                        "-h",
                        "127.1",
                        "-p",
                        server.ports().get("tls").toString(),
                        "--cafile",
                        folder.resolve("data/tls/server.crt").toString(),
                        "-t",
                        "a")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(client.getInputStream().readAllBytes(), UTF_8)).contains("TLS error");
        client.waitFor();
        logged("the certificate is not for the name or address that they connect to");
    }

    private void openssl(String listener, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl", "s_client", "-connect", "127.0.0.1:" + server.ports().get(listener)));
        command.addAll(List.of(more));
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start()
                .waitFor();
    }

    private void noNonsense() throws IOException {
        assertThat(server.errors().lines().filter(line -> line.contains(" events: ")))
                .isNotEmpty()
                .noneMatch(line -> line.matches(".*(null|xception|characters\\)).*"));
    }
}
