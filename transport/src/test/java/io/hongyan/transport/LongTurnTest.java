package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A turn in which a connection gets very much to send.
class LongTurnTest extends TwoLoops {
    private static final int FRAMES = 64;
    private static final byte[] FRAME = new byte[64 << 10];

    /// Were all of it kept until the end, the peer would hear nothing meanwhile and could take this side for dead.
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TCP", "TLS"})
    void the_peer_gets_the_first_bytes_before_the_turn_ends(Kind kind) throws Exception {
        Desk desk = new Desk();
        Listener listener = listen(kind, desk);
        CountDownLatch came = new CountDownLatch(1);
        CompletableFuture<Boolean> seen = new CompletableFuture<>();
        try (Socket peer = open(kind, listener)) {
            peer.getOutputStream().write(Recorder.numbered(1));
            Connection connection = desk.next();
            onLoop(connection, () -> {
                for (int i = 0; i < FRAMES; i++) {
                    Recorder.send(connection, FRAME);
                }
                seen.complete(cameBefore(came));
            });
            assertThat(peer.getInputStream().read()).isNotNegative();
            came.countDown();
        }
        assertThat(seen.get())
                .as("the peer has something while the turn goes on")
                .isTrue();
    }

    /// Room in the middle of a frame is told later, so that frames do not get into each other.
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"TCP", "TLS"})
    void what_is_appended_when_there_is_room_again_follows_what_was_being_appended(Kind kind) throws Exception {
        AtomicBoolean within = new AtomicBoolean();
        AtomicInteger nested = new AtomicInteger();
        Desk desk = new Desk() {
            @Override
            public ConnectionHandler accepted(Connection connection) {
                connection.highWater(8 << 10, true);
                super.accepted(connection);
                return new Recorder() {
                    @Override
                    public void drained(Connection from) {
                        nested.addAndGet(within.get() ? 1 : 0);
                        super.drained(from);
                    }
                };
            }
        };
        Listener listener = listen(kind, desk);
        try (Socket peer = open(kind, listener)) {
            peer.getOutputStream().write(Recorder.numbered(1));
            Connection connection = desk.next();
            onLoop(connection, () -> {
                within.set(true);
                for (int i = 0; i < FRAMES; i++) {
                    Recorder.send(connection, FRAME);
                }
                within.set(false);
            });
            peer.getInputStream().skipNBytes((long) FRAMES * FRAME.length);
        }
        assertThat(nested).hasValue(0);
    }

    private static boolean cameBefore(CountDownLatch came) {
        try {
            return came.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static Socket open(Kind kind, Listener listener) throws IOException, GeneralSecurityException {
        return kind.secure()
                ? TlsSockets.open(listener)
                : new Socket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
    }
}
