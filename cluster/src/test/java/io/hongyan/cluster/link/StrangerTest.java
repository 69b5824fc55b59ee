package io.hongyan.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever connects to the port of the cluster and is no node.
class StrangerTest extends TestCluster {
    private static final Self STRANGER = new Self(CLUSTER, "s", 1, 1);

    private static Socket connect(TestNode node) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /// Waits until the other side has closed.
    private static void awaitEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // an answer may come first
            }
        } catch (SocketException reset) {
            assertThat(reset).isNotNull();
        }
    }

    static Stream<byte[]> garbage() {
        byte[] random = new byte[5_000];
        new Random(9).nextBytes(random);
        byte[] huge = Hello.of(STRANGER, 0, 0, 65_536).frame();
        ByteBuffer.wrap(huge).putInt(0, Integer.MAX_VALUE);
        byte[] negative = huge.clone();
        ByteBuffer.wrap(negative).putInt(0, -1);
        byte[] none = huge.clone();
        ByteBuffer.wrap(none).putInt(0, 0);
        byte[] otherMagic = Hello.of(STRANGER, 0, 0, 65_536).frame();
        otherMagic[6]++;
        byte[] tooShort = {0, 0, 0, 9, LinkFrames.HELLO, 'H', 'Y', 'L', 'K', 0, 1, 0, 1};
        return Stream.of(
                random,
                "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                huge,
                negative,
                none,
                otherMagic,
                tooShort,
                new byte[] {0, 0, 0, 5, LinkFrames.PING, 0, 0, 0, 0});
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void garbage_is_refused_at_once_and_nobody_else_is_disturbed(byte[] bytes) throws Exception {
        TestNode a = plain("a");
        TestNode b = plain("b");
        join(a, b);
        awaitLinks(a, b);
        try (Socket socket = connect(a)) {
            socket.getOutputStream().write(bytes);
            awaitEnd(socket);
        }
        Awaitility.await().until(() -> a.count(LinkCounters.Figure.NO_HELLO) == 1);
        assertThat(a.events.troubles).hasSize(1);
        assertThat(a.events.troubles.getFirst())
                .startsWith("the connection of 127.0.0.1:")
                .contains(" was ended: ");
        assertThat(a.events.ends).isEmpty();
        assertThat(b.events.ends).isEmpty();
    }

    @Test
    void a_garbled_frame_on_an_open_link_ends_it_alone() throws Exception {
        TestNode a = plain("a");
        a.members(new Node("s", 1, a.listener.address(), 1));
        try (Socket socket = connect(a)) {
            socket.getOutputStream().write(Hello.of(STRANGER, 0, 0, 65_536).frame());
            Awaitility.await().until(() -> a.users.getFirst().opened.size() == 1);
            socket.getOutputStream().write(new byte[] {0x7f, 0, 0, 0, 20});
            awaitEnd(socket);
        }
        Awaitility.await().until(() -> a.events.ended(LinkEnd.Kind.PROTOCOL));
        assertThat(a.users.getFirst().closed.getFirst().text())
                .contains("a frame of 2130706436 bytes; the limit is 16842756");
    }

    @Test
    void who_says_nothing_or_a_byte_at_a_time_has_a_time_limit() throws Exception {
        TestNode a = plain("a", QUICK);
        byte[] hello = Hello.of(STRANGER, 0, 0, 65_536).frame();
        try (Socket silent = connect(a);
                Socket slow = connect(a)) {
            Thread dribble = Thread.ofVirtual().start(() -> {
                try {
                    for (byte each : hello) {
                        slow.getOutputStream().write(each);
                        Awaitility.await().pollDelay(Duration.ofMillis(50)).until(() -> true);
                    }
                } catch (IOException _) {
                    // it was closed before its end
                }
            });
            awaitEnd(silent);
            awaitEnd(slow);
            slow.shutdownOutput(); // ends the thread
            dribble.join();
        }
        assertThat(a.events.troubles)
                .hasSize(2)
                .allSatisfy(text -> assertThat(text).endsWith("said no HELLO within 400 ms"));
    }

    @Test
    void a_link_that_is_opened_twice_is_the_newer_one() throws Exception {
        TestNode a = plain("a");
        a.members(new Node("s", 1, a.listener.address(), 1));
        byte[] hello = Hello.of(STRANGER, 0, 0, 65_536).frame();
        try (Socket first = connect(a)) {
            first.getOutputStream().write(hello);
            Awaitility.await().until(() -> a.users.getFirst().opened.size() == 1);
            try (Socket second = connect(a)) {
                second.getOutputStream().write(hello);
                awaitEnd(first);
                Awaitility.await().until(() -> a.users.getFirst().opened.size() == 2);
                assertThat(a.users.getFirst().closed.getFirst().kind()).isEqualTo(LinkEnd.Kind.REPLACED);
                assertThat(a.number(0, links -> links.open().size())).isEqualTo(1);
            }
        }
    }

    @Test
    void who_speaks_no_tls_where_it_should_is_sent_away() throws Exception {
        TestNode a = secure("a", "a", authority);
        try (Socket socket = connect(a)) {
            socket.getOutputStream().write(Hello.of(STRANGER, 0, 0, 65_536).frame());
            awaitEnd(socket);
        }
        Awaitility.await().until(() -> !a.events.troubles.isEmpty());
        assertThat(a.events.troubles.getFirst()).contains("something that is not TLS");
    }
}
