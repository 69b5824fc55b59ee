package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Health checks of load balancers and monitors connect and leave without a byte of MQTT. That is no fault.
@SuppressWarnings("AddressSelection") // loopback is one address
class ProbeTest extends TwoLoops {
    private final Desk desk = new Desk();

    @ParameterizedTest
    @CsvSource({
        "TCP, false", "TCP, true", "TLS, false", "TLS, true",
        "WEBSOCKET, false", "WEBSOCKET, true", "SECURE_WEBSOCKET, false", "SECURE_WEBSOCKET, true"
    })
    void a_connection_that_ends_without_a_byte_is_a_probe_and_no_trouble(Kind kind, boolean reset) throws Exception {
        Listener listener = listen(kind, desk);
        try (Socket socket = open(listener)) {
            end(socket, reset);
        }
        assertProbe();
        assertThat(desk.connections).hasSize(kind == Kind.TCP ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_probe_behind_a_proxy_header_is_one_too(boolean reset) throws Exception {
        Listener listener = transport.listen(behindProxy(), desk);
        try (Socket socket = open(listener)) {
            socket.getOutputStream().write("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII));
            desk.next();
            end(socket, reset);
        }
        assertProbe();
    }

    @ParameterizedTest
    @CsvSource({"TLS, false", "TLS, true", "SECURE_WEBSOCKET, false"})
    void a_probe_that_ends_after_the_tls_handshake_is_one_too(Kind kind, boolean reset) throws Exception {
        Listener listener = listen(kind, desk);
        try (Socket plain = open(listener);
                SSLSocket secure = TlsSockets.over(plain)) {
            secure.startHandshake();
            if (kind == Kind.TLS) {
                desk.next();
            }
            if (reset) {
                end(plain, true);
            }
        }
        assertProbe();
    }

    private void assertProbe() {
        Awaitility.await().until(() -> desk.left.get() == 1);
        Awaitility.await().until(() -> desk.probes.get() + desk.recorder.closes.size() == 1);
        assertThat(desk.troubles).isEmpty();
        if (desk.probes.get() == 0) {
            assertThat(desk.recorder.closes).containsExactly(CloseCause.UNUSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void a_connection_that_is_reset_within_the_first_bytes_is_none(Kind kind) throws Exception {
        Listener listener = listen(kind, desk);
        try (Socket socket = open(listener)) {
            // The beginning of a packet, of a TLS record, or of a request.
            socket.getOutputStream().write(kind.secure() ? 0x16 : kind.webSocket() ? 'G' : 0x10);
            if (kind == Kind.TCP) {
                desk.next();
            }
            socket.shutdownOutput();
            assertThat(endOf(socket)).isTrue();
        }
        Awaitility.await().until(() -> desk.left.get() == 1);
        assertThat(desk.probes.get()).isZero();
        if (kind == Kind.TCP) {
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
        } else {
            assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains("handshake with");
        }
    }

    @Test
    void a_connection_that_ends_after_a_packet_is_none() throws Exception {
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = open(listener)) {
            socket.getOutputStream().write(Recorder.numbered(1));
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
        }
        assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
    }

    private static ListenerOptions behindProxy() {
        ListenerOptions plain = ListenerOptions.of("test", Kind.TCP, loopback(), null);
        return Listening.with(plain, true, plain.clientAuth());
    }

    private static Socket open(Listener listener) throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void end(Socket socket, boolean reset) throws IOException {
        if (reset) {
            socket.setSoLinger(true, 0);
        }
        socket.close();
    }

    private static boolean endOf(Socket socket) {
        try {
            return socket.getInputStream().read() == -1;
        } catch (IOException reset) {
            return true;
        }
    }
}
