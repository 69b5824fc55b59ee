package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Connections that pause, and connections that move to another loop.
@SuppressWarnings({"ReferenceEquality", "AddressSelection"
}) // loops are told apart by identity; loopback is one address
class MoveTest extends TwoLoops {
    private static final int CLIENTS = 300;
    private static final int FRAMES_EACH = 20;

    @Test
    void frames_are_held_back_while_reading_is_paused() throws Exception {
        Desk desk = new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                super.accepted(connection);
                return new PausingRecorder(recorder);
            }
        };
        Listener listener = listen(Kind.TCP, desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(Recorder.numbered(1));
            both.write(Recorder.numbered(2));
            socket.getOutputStream().write(both.toByteArray());
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(1);
            socket.getOutputStream().write(Recorder.numbered(3));
            assertThat(desk.recorder.frames).isEmpty();
            Connection connection = desk.next();
            onLoop(connection, connection::resumeReading);
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(2);
            onLoop(connection, connection::resumeReading);
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(3);
        }
    }

    private record PausingRecorder(Recorder recorder) implements ConnectionHandler {
        @Override
        public void received(Connection connection, ByteBuffer frame) {
            connection.pauseReading();
            recorder.received(connection, frame);
        }

        @Override
        public boolean violated(Connection connection, RuntimeException fault) {
            return false;
        }

        @Override
        public void drained(Connection connection) {}

        @Override
        public void closed(Connection connection, CloseCause cause) {
            recorder.closed(connection, cause);
        }
    }

    @Test
    void what_a_peer_sent_before_it_left_is_handed_on_when_reading_is_resumed() throws Exception {
        Desk desk = new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                super.accepted(connection);
                return new PausingRecorder(recorder);
            }
        };
        Listener listener = listen(Kind.TCP, desk);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 1; i <= 3; i++) {
            all.write(Recorder.numbered(i));
        }
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            socket.getOutputStream().write(all.toByteArray());
        }
        Connection connection = desk.next();
        Awaitility.await().until(() -> !connection.isOpen());
        for (int i = 1; i <= 3; i++) {
            if (i < 3) {
                assertThat(desk.recorder.closes).isEmpty();
            }
            assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(i);
            onLoop(connection, connection::resumeReading);
        }
        assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
    }

    @Test
    void a_peer_that_leaves_during_a_move_is_heard_to_the_end_on_the_target_loop() throws Exception {
        List<Loop> loops = transport.loops();
        List<Traveller> travellers = java.util.Collections.synchronizedList(new ArrayList<>());
        Desk desk = new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                Traveller traveller = new Traveller(loops);
                travellers.add(traveller);
                return traveller;
            }
        };
        Listener listener = listen(Kind.TCP, desk);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 5; i++) {
            all.write(Recorder.numbered(i));
        }
        for (int i = 0; i < CLIENTS; i++) {
            try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
                socket.getOutputStream().write(all.toByteArray());
            }
        }
        Awaitility.await().until(() -> travellers.size() == CLIENTS);
        for (Traveller traveller : travellers) {
            for (int n = 0; n < 5; n++) {
                assertThat(Recorder.number(traveller.nextFrame())).isEqualTo(n);
            }
            assertThat(traveller.nextClose()).isEqualTo(CloseCause.PEER);
            assertThat(traveller.strayThreads).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void thousands_of_frames_behind_the_first_follow_their_connection_to_another_loop(Kind kind) throws Exception {
        List<Loop> loops = transport.loops();
        List<Traveller> travellers = java.util.Collections.synchronizedList(new ArrayList<>());
        Desk desk = new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                Traveller traveller = new Traveller(loops);
                travellers.add(traveller);
                return traveller;
            }
        };
        Listener listener = listen(kind, desk);
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Connection client =
                    connect(kind, listener.address().getPort(), new Recorder(), loops.get(i % loops.size()));
            clients.add(client);
            onLoop(client, () -> {
                for (int n = 0; n < FRAMES_EACH; n++) {
                    Recorder.send(client, Recorder.numbered(n));
                }
            });
            onLoop(client, () -> Recorder.send(client, Recorder.numbered(FRAMES_EACH)));
        }
        Awaitility.await().until(() -> travellers.size() == CLIENTS);
        for (Traveller traveller : travellers) {
            for (int n = 0; n <= FRAMES_EACH; n++) {
                assertThat(Recorder.number(traveller.nextFrame())).isEqualTo(n);
            }
            assertThat(traveller.strayThreads).hasValue(0);
            assertThat(traveller.homeLoop).isSameAs(traveller.target);
        }
        clients.forEach(client -> onLoop(client, client::abort));
        for (Traveller traveller : travellers) {
            traveller.nextClose();
        }
    }

    /// Moves to the other loop at the first frame.
    private static final class Traveller extends Recorder {
        private final List<Loop> loops;
        volatile @Nullable Loop target;
        volatile @Nullable Loop homeLoop;

        Traveller(List<Loop> loops) {
            this.loops = loops;
        }

        @Override
        public void received(Connection connection, ByteBuffer frame) {
            super.received(connection, frame);
            if (target == null) {
                Loop other = connection.loop() == loops.get(0) ? loops.get(1) : loops.get(0);
                target = other;
                connection.pauseReading();
                connection.move(other, () -> {
                    homeLoop = other.inLoop() ? connection.loop() : null;
                    connection.resumeReading();
                });
            }
        }
    }
}
