package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a host may be, and what is made of it.
@SuppressWarnings("AddressSelection") // loopback is one address
class EndpointTest extends TwoLoops {
    @ParameterizedTest
    @EnumSource(Kind.class)
    void an_address_of_ipv6_is_listened_on_and_connected_to(Kind kind) throws Exception {
        Desk desk = new Desk();
        TlsMaterial tls =
                kind.secure() ? TlsMaterial.pem(Certificates.write(folder, "localhost"), null, Map.of()) : null;
        Listener listener =
                transport.listen(ListenerOptions.of("test", kind, new InetSocketAddress("::1", 0), tls), desk);
        ClientEndpoint endpoint = to(kind, "::1", listener.address().getPort());
        Connection out = transport
                .connect(endpoint, transport.loops().getFirst(), MqttFraming.ANY, new Recorder())
                .get(20, TimeUnit.SECONDS);
        onLoop(out, () -> Recorder.send(out, Recorder.numbered(1)));
        assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
        assertThat(endpoint.target()).isEqualTo("[::1]:" + listener.address().getPort());
    }

    private static ClientEndpoint to(Kind kind, String host, int port) {
        ClientEndpoint usual = endpoint(kind, port);
        return new ClientEndpoint(
                kind,
                host,
                port,
                "/mqtt?a=%20",
                usual.subprotocol(),
                Map.of(),
                usual.trust(),
                usual.connectTimeout(),
                null);
    }

    @ParameterizedTest
    @CsvSource({"::1, [::1]", "::1%lo, [::1]", "under_score, under_score", "127.0.0.1, 127.0.0.1"})
    void the_host_of_an_upgrade_is_the_one_connected_to(String host, String written) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClientEndpoint endpoint =
                    to(Kind.WEBSOCKET, host, server.getLocalPort()).at(InetAddress.getLoopbackAddress());
            var answer = transport.connect(endpoint, transport.loops().getFirst(), MqttFraming.ANY, new Recorder());
            try (Socket socket = server.accept()) {
                var reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                List<String> lines = new ArrayList<>();
                for (String line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                    lines.add(line);
                }
                assertThat(lines.getFirst()).isEqualTo("GET /mqtt?a=%20 HTTP/1.1");
                assertThat(lines)
                        .contains(
                                "host: " + written + ":" + server.getLocalPort(),
                                "origin: http://" + written + ":" + server.getLocalPort());
            }
            answer.cancel(false);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 Not Found | text/plain | 'MQTT is at /x\n' | (MQTT is at /x) instead of opening a WebSocket at"
                        + " /mqtt?a=%20; give the path at which it does",
                "404 Not Found | text/plain | '' | 404 Not Found instead of opening a WebSocket at /mqtt?a=%20;"
                        + " give the path at which it does",
                "403 Forbidden | application/json | '{}' | 403 Forbidden ({}) instead of opening a WebSocket at"
                        + " /mqtt?a=%20; if it takes certain origins alone, give one of them as header Origin",
                "502 Bad Gateway | text/html | '<html>' | 502 Bad Gateway instead of opening a WebSocket at"
                        + " /mqtt?a=%20",
            })
    void an_answer_of_http_to_an_upgrade_is_told_with_its_status_and_its_words(
            String status, String type, String body, String told) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answer = transport.connect(
                    to(Kind.WEBSOCKET, "127.0.0.1", server.getLocalPort()),
                    transport.loops().getFirst(),
                    MqttFraming.ANY,
                    new Recorder());
            try (Socket socket = server.accept()) {
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: "
                                        + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                        .hasMessageContaining("the server answered " + status)
                        .hasMessageEndingWith(told);
            }
        }
    }

    @Test
    void an_answer_to_a_handshake_that_is_not_tls_is_told_without_its_bytes() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answer = transport.connect(
                    to(Kind.TLS, "127.0.0.1", server.getLocalPort()),
                    transport.loops().getFirst(),
                    MqttFraming.ANY,
                    new Recorder());
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                        .hasMessageContaining("something that is not TLS")
                        .hasMessageNotContaining("485454");
            }
        }
    }

    @Test
    void an_end_of_the_connection_in_place_of_a_handshake_is_a_failed_handshake() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answer = transport.connect(
                    to(Kind.TLS, "127.0.0.1", server.getLocalPort()),
                    transport.loops().getFirst(),
                    MqttFraming.ANY,
                    new Recorder());
            server.accept().close();
            assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
                    .hasMessageContaining("closed the connection during the handshake")
                    .hasRootCauseInstanceOf(IOException.class)
                    .cause()
                    .hasCauseInstanceOf(SSLException.class);
        }
    }

    @Test
    void a_path_that_is_none_is_refused_and_does_not_wait() {
        for (String path : List.of("mqtt", "/a b", "/%zz", "")) {
            assertThatThrownBy(() -> new ClientEndpoint(
                            Kind.WEBSOCKET,
                            "localhost",
                            80,
                            path,
                            "mqtt",
                            Map.of(),
                            ClientEndpoint.Trust.SYSTEM,
                            Duration.ofSeconds(1),
                            null))
                    .as(path)
                    .hasMessageContaining("path is one of a URL");
        }
    }
}
