package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Goal: who speaks AMQP to a port for something else is refused at once, and the log says what happened.
@SuppressWarnings("AddressSelection") // loopback is one address
class AmqpElsewhereTest extends TwoLoops {
    private static final byte[] HEADER = "AMQP\0\0\u0009\1".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "TCP")
    void amqp_on_a_port_for_tls_or_web_socket_is_closed_and_told(Kind kind) throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(kind, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            assertEnds(socket);
            assertThat(desk.troubles.poll(10, TimeUnit.SECONDS))
                    .contains(kind.secure() ? ": plain AMQP on a TLS port" : ": AMQP on a port for WebSocket");
        }
    }

    @Test
    void amqp_in_tls_on_a_port_for_web_socket_is_told_too() throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(Kind.SECURE_WEBSOCKET, desk);
        try (Socket socket = TlsSockets.open(listener)) {
            assertEnds(socket);
            assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains(": AMQP on a port for WebSocket");
        }
    }

    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(HEADER);
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
}
