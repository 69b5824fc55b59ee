package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.Transport;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;

/// The end of a transport while connections are on their way in.
@SuppressWarnings("ReferenceEquality") // loops are told apart by identity
class CloseTest {
    private static final int CLIENTS = 10;
    private static final int PATIENCE_MILLIS = 5000;

    @RepeatedTest(20)
    void a_transport_that_closes_leaves_no_connection_open_whatever_stage_it_has_reached() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try (Transport transport = Transport.start("closing", 2)) {
            List<Loop> loops = transport.loops();
            Desk desk = new Desk() {
                @Override
                public Framing framing() {
                    return MqttFraming.ANY;
                }

                @Override
                public ConnectionHandler accepted(Connection connection) {
                    return new Mover(loops);
                }
            };
            Listener listener =
                    transport.listen(ListenerOptions.of("closing", Kind.TCP, TwoLoops.loopback(), null), desk);
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.getOutputStream().write(Recorder.numbered(i));
                sockets.add(socket);
            }
            listener.close();
        }
        for (Socket socket : sockets) {
            assertThat(ends(socket)).as("the server's side was closed").isTrue();
        }
    }

    private static boolean ends(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /// Moves to the other loop at the first frame, as connections do that belong elsewhere.
    private record Mover(List<Loop> loops) implements ConnectionHandler {
        @Override
        public void received(Connection connection, ByteBuffer frame) {
            connection.pauseReading();
            connection.move(connection.loop() == loops.get(0) ? loops.get(1) : loops.get(0), connection::resumeReading);
        }

        @Override
        public boolean violated(Connection connection, RuntimeException fault) {
            return false;
        }

        @Override
        public void drained(Connection connection) {}

        @Override
        public void closed(Connection connection, CloseCause cause) {}
    }
}
