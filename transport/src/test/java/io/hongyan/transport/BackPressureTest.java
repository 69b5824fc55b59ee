package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.mqtt.MqttFraming;
import java.io.DataInputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a peer may make this side keep for it.
@SuppressWarnings("AddressSelection") // loopback is one address
class BackPressureTest extends TwoLoops {
    private static final int HIGH_WATER = 64 << 10;
    private static final int FRAMES = 4_000_000;
    private static final int TURNS = 200;

    @Test
    void a_peer_that_does_not_take_its_answers_is_not_read_until_it_does() throws Exception {
        Echo echo = new Echo();
        Desk desk = desk(echo);
        Listener listener = transport.listen(options(), desk);
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> flood(socket));
            Awaitility.await().until(() -> echo.most.get() > HIGH_WATER);
            turns(desk.next());
            assertThat(flood).as("the flood, as long as nothing is read").isNotDone();
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            byte[] frame = new byte[6];
            for (int i = 0; i < FRAMES; i++) {
                in.readFully(frame);
                if (Recorder.number(frame) != i) {
                    throw new AssertionError("frame " + i + " came as " + Recorder.number(frame));
                }
            }
            flood.join();
        }
        assertThat(echo.most.get()).isLessThan(4 * HIGH_WATER);
    }

    @Test
    void a_peer_that_leaves_without_taking_its_answers_is_let_go() throws Exception {
        Echo echo = new Echo();
        Desk desk = desk(echo);
        Listener listener = transport.listen(options(), desk);
        CompletableFuture<Void> flood;
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            flood = CompletableFuture.runAsync(() -> flood(socket));
            Awaitility.await().until(() -> echo.most.get() > HIGH_WATER);
        }
        assertThat(flood).failsWithin(Duration.ofSeconds(20));
        assertThat(echo.nextClose()).isNotNull();
        Awaitility.await().until(() -> desk.left.get() == 1);
    }

    @Test
    void a_peer_that_is_read_on_is_read_whatever_it_does_not_take() throws Exception {
        Echo echo = new Echo();
        AtomicLong received = new AtomicLong();
        Desk desk = new Desk() {
            @Override
            public ConnectionHandler accepted(Connection connection) {
                connection.highWater(8 << 10, true);
                super.accepted(connection);
                return echo;
            }
        };
        Listener listener = transport.listen(options(), desk);
        int bytes = FRAMES * 6;
        try (Socket socket = new Socket("127.0.0.1", listener.address().getPort())) {
            byte[] some = new byte[6000];
            for (int i = 0; i < 1000; i++) {
                System.arraycopy(Recorder.numbered(i), 0, some, 6 * i, 6);
            }
            for (int sent = 0; sent < bytes; sent += some.length) {
                socket.getOutputStream().write(some); // would wait for ever if nothing were read
            }
            Connection in = desk.next();
            Awaitility.await().until(() -> {
                onLoop(in, () -> received.set(in.received()));
                return received.get() == bytes;
            });
            DataInputStream answers = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            answers.skipNBytes(bytes);
            Awaitility.await().until(() -> echo.drains.get() > 0);
        }
        assertThat(echo.most.get()).isGreaterThan(HIGH_WATER);
    }

    private static Desk desk(ConnectionHandler handler) {
        return new Desk() {
            @Override
            public Framing framing() {
                return MqttFraming.ANY;
            }

            @Override
            public ConnectionHandler accepted(Connection connection) {
                super.accepted(connection);
                return handler;
            }
        };
    }

    /// The loop goes round, with time for reads in between.
    private static void turns(Connection connection) {
        for (int i = 0; i < TURNS; i++) {
            CompletableFuture<Void> turn = new CompletableFuture<>();
            onLoop(connection, () -> turn.complete(null));
            turn.join();
        }
    }

    private static void flood(Socket socket) {
        try {
            ByteBuffer many = ByteBuffer.allocate(6000);
            for (int i = 0; i < FRAMES; i++) {
                many.put(Recorder.numbered(i));
                if (!many.hasRemaining()) {
                    socket.getOutputStream().write(many.array());
                    many.clear();
                }
            }
            socket.getOutputStream().write(many.array(), 0, many.position());
        } catch (java.io.IOException gone) {
            throw new java.io.UncheckedIOException(gone);
        }
    }

    private static ListenerOptions options() {
        ListenerOptions usual = ListenerOptions.of("test", Kind.TCP, loopback(), null);
        return new ListenerOptions(
                usual.name(),
                usual.kind(),
                usual.bind(),
                usual.backlog(),
                usual.webSocketPath(),
                Set.of(),
                false,
                null,
                usual.clientAuth(),
                usual.handshakeTimeout(),
                HIGH_WATER);
    }

    private static final class Echo extends Recorder {
        final AtomicLong most = new AtomicLong();

        @Override
        public void received(Connection connection, ByteBuffer frame) {
            connection.frame(frame.remaining()).put(frame);
            most.accumulateAndGet(connection.backlog(), Math::max);
        }
    }
}
