package io.hongyan.cluster.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.Link;
import io.hongyan.codec.Hex;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.transport.Peer;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.nio.ByteBuffer;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What another node may send, and what ends the link to it. `-Dhongyan.rounds=60` sends more of what chance makes.
class StreamProtocolTest {
    private static final int ROUNDS = Integer.getInteger("hongyan.rounds", 6);
    private static final byte[] CONNECT = Hex.bytes("10 0d 00 04 'MQTT' 04 02 00 00 00 01 'q'");

    private final RawNode raw = new RawNode();
    private final TestNode node = new TestNode("b", TwoNodes.parts(TwoNodes.ALL_ON_B));
    private int port;

    @BeforeEach
    void join() {
        port = node.listen(Kind.TCP);
        node.members(raw.node());
        raw.members(node.node());
        Awaitility.await().until(() -> raw.isLinked("b"));
    }

    @AfterEach
    void stop() {
        raw.close();
        node.close();
    }

    private static byte[] open(int number, byte[] connect) throws Exception {
        byte[] facts = new PeerFacts(Peer.NONE, null).encoded();
        return ByteBuffer.allocate(4 + facts.length + connect.length)
                .putInt(number)
                .put(facts)
                .put(connect)
                .array();
    }

    private static byte[] numbered(int number, String rest) {
        byte[] bytes = Hex.bytes(rest);
        return ByteBuffer.allocate(4 + bytes.length).putInt(number).put(bytes).array();
    }

    /// A client id of loop 0.
    private static byte[] connect() {
        for (char id = 'a'; ; id++) {
            if (VShard.ofClient(String.valueOf(id)) % TestNode.LOOPS == 0) {
                byte[] bytes = CONNECT.clone();
                bytes[bytes.length - 1] = (byte) id;
                return bytes;
            }
        }
    }

    /// A client id of loop 1.
    private static String nearby() {
        int i = 0;
        while (VShard.ofClient("n" + i) % TestNode.LOOPS == 0) {
            i++;
        }
        return "n" + i;
    }

    private void expectLinkEnded(String why) {
        Awaitility.await().until(() -> !node.linkEvents.ends.isEmpty());
        assertThat(node.linkEvents.ends.getLast().text())
                .startsWith("x sent what no node sends: ")
                .contains(why);
        assertThat(node.count(Figure.LINKS_ENDED)).isEqualTo(1);
        assertThat(node.linkEvents.failures).isEmpty();
        try (RawClient client = new RawClient(port)) {
            client.connect(Connecting.as(Version.MQTT_5, nearby())).expectAccepted();
        }
        Awaitility.await().until(() -> raw.isLinked("b"));
        Awaitility.await().until(() -> node.remoteNow() == 0 && node.forwardedNow() == 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            17 | 5 | c0 00 | a frame for stream 5, which is not open
            18 | 5 | 00 00 00 01 | a frame for stream 5, which is not open
            19 | 5 | 82 00 00 00 00 | a frame for stream 5, which is not open
            20 | 5 | 01 00 00 | a frame for stream 5, which is not open
            21 | 5 | 04 00 00 01 00 00 00 01 00 | a frame of type 21 from a node with sockets
            22 | 5 | '' | a frame of type 22 from a node with sockets
            16 | 5 | '' | ends too early
            16 | 1048576 | 00 04 7f 00 00 01 00 01 00 00 00 c0 00 | OPEN of stream 1048576
            16 | -1 | 00 04 7f 00 00 01 00 01 00 00 00 c0 00 | OPEN of stream 4294967295
            16 | 5 | 00 04 7f 00 00 01 00 01 00 00 00 | OPEN of stream 5 without CONNECT
            16 | 5 | 08 04 7f 00 00 01 00 01 00 00 00 c0 00 | OPEN with flags 8
            16 | 5 | 00 05 7f 00 00 01 00 01 00 00 00 c0 00 | an address of 5 bytes
            16 | 5 | 00 04 7f 00 00 01 00 01 ff ff 00 c0 00 | a text of 65535 bytes
            16 | 5 | 00 04 7f 00 00 01 00 01 00 00 ff c0 00 | a chain of 255 certificates
            16 | 5 | 00 04 7f 00 00 01 00 01 00 00 01 ff ff ff c0 00 | a certificate of 16777215 bytes
            16 | 5 | 00 04 7f 00 00 01 00 01 00 00 01 00 00 01 c0 00 | a certificate that cannot be read
            """)
    void a_frame_that_no_node_with_sockets_sends_ends_the_link(int type, int number, String rest, String why) {
        Link link = raw.to("b");
        assertThat(raw.send(link, type, numbered(number, rest))).isTrue();
        expectLinkEnded(why);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            17 | '' | an empty frame for stream 3
            18 | 00 00 ff ff | 65535 bytes taken of stream 3, which was sent 4
            18 | ff ff ff ff | -1 bytes taken of stream 3
            18 | 00 00 | ends too early
            19 | 03 00 00 00 00 | VIOLATED with reason 3
            20 | 04 00 00 | a cause 4
            20 | 01 00 05 | ends too early
            """)
    void a_frame_that_does_not_fit_an_open_stream_ends_the_link(int type, String rest, String why) throws Exception {
        Link link = raw.to("b");
        raw.send(link, StreamFrames.OPEN, open(3, connect()));
        raw.next(StreamFrames.FRAME); // CONNACK
        raw.send(link, type, numbered(3, rest));
        expectLinkEnded(why);
    }

    @Test
    void a_second_open_of_a_number_ends_the_link() throws Exception {
        Link link = raw.to("b");
        raw.send(link, StreamFrames.OPEN, open(3, connect()));
        raw.send(link, StreamFrames.OPEN, open(3, connect()));
        expectLinkEnded("OPEN of stream 3, which is open");
    }

    @Test
    void a_number_is_in_use_until_gone_and_what_came_too_late_is_ignored() throws Exception {
        Link link = raw.to("b");
        for (int round = 0; round < 3; round++) {
            raw.send(link, StreamFrames.OPEN, open(3, connect()));
            assertThat(raw.next(StreamFrames.FRAME).body().getInt()).isEqualTo(3);
            assertThat(raw.next(StreamFrames.TERMS).body().getInt()).isEqualTo(3);
            raw.send(link, StreamFrames.FRAME, numbered(3, "e0 00")); // DISCONNECT: the owner closes
            assertThat(raw.next(StreamFrames.CLOSE).body().getInt()).isEqualTo(3);
            raw.send(link, StreamFrames.FRAME, numbered(3, "c0 00"));
            raw.send(link, StreamFrames.TAKEN, numbered(3, "00 00 00 04"));
            raw.send(link, StreamFrames.VIOLATED, numbered(3, "82 00 00 00 00"));
            raw.send(link, StreamFrames.CLOSED, numbered(3, "00 00 00"));
            assertThat(raw.next(StreamFrames.GONE).body().getInt()).isEqualTo(3);
        }
        assertThat(node.linkEvents.ends).isEmpty();
        raw.send(link, StreamFrames.FRAME, numbered(3, "c0 00"));
        expectLinkEnded("a frame for stream 3, which is not open");
    }

    @Test
    void an_owner_may_say_what_it_likes_until_gone_about_a_socket_that_is_closed() throws Exception {
        node.ownership(vshard -> vshard % TestNode.LOOPS == 0 ? RawNode.NAME : "b");
        try (RawClient client = new RawClient(port)) {
            client.send(connect());
            RawNode.Came open = raw.next(StreamFrames.OPEN);
            int number = open.body().getInt();
            client.drop(true);
            assertThat(raw.next(StreamFrames.CLOSED).body().getInt()).isEqualTo(number);
            Link link = open.link();
            raw.send(link, StreamFrames.FRAME, numbered(number, "20 02 00 00"));
            raw.send(link, StreamFrames.TERMS, numbered(number, "04 00 00 10 00 00 00 01 00"));
            raw.send(link, StreamFrames.TAKEN, numbered(number, "00 00 00 00"));
            raw.send(link, StreamFrames.CLOSE, numbered(number, ""));
            raw.send(link, StreamFrames.ABORT, numbered(number, ""));
            raw.send(link, StreamFrames.GONE, numbered(number, ""));
            try (RawClient next = new RawClient(port)) {
                next.send(connect());
                RawNode.Came again = raw.next(StreamFrames.OPEN);
                raw.send(again.link(), StreamFrames.FRAME, numbered(again.body().getInt(), "20 02 00 00"));
                next.speak(Version.MQTT_3_1_1);
                assertThat(next.expect(Received.CONNACK).reason()).isZero();
            }
            assertThat(node.linkEvents.ends).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            17 | 1 | 20 02 00 00 | a frame for stream 1, which is not open
            17 | 0 | '' | an empty frame for stream 0
            24 | 0 | '' | GONE for stream 0, whose socket is open
            18 | 0 | 00 00 00 01 | 1 bytes taken of stream 0, which has sent 0
            21 | 0 | 09 00 00 10 00 00 00 10 00 | a framing 9
            21 | 0 | 04 00 00 00 00 00 00 10 00 | TERMS with a limit of 0
            21 | 0 | 04 00 00 10 00 00 00 00 00 | word after 0
            21 | 0 | 04 00 | ends too early
            16 | 0 | 00 | a frame of type 16 from an owner
            """)
    void a_frame_that_no_owner_sends_ends_the_link(int type, int number, String rest, String why) throws Exception {
        node.ownership(vshard -> vshard % TestNode.LOOPS == 0 ? RawNode.NAME : "b");
        try (RawClient client = new RawClient(port)) {
            client.send(connect());
            RawNode.Came open = raw.next(StreamFrames.OPEN);
            assertThat(open.body().getInt()).isZero();
            raw.send(open.link(), type, numbered(number, rest));
            client.expectEnd();
        }
        expectLinkEnded(why);
    }

    @Test
    void bytes_of_chance_never_reach_further_than_the_link() throws Exception {
        Random random = new Random(16);
        for (int round = 0; round < ROUNDS; round++) {
            Link link = raw.to("b");
            for (int i = 0; i < 20; i++) {
                byte[] body = new byte[random.nextInt(40)];
                random.nextBytes(body);
                if (body.length > 3 && random.nextInt(4) > 0) {
                    body[0] = 0;
                    body[1] = 0;
                    body[2] = 0;
                    body[3] = (byte) random.nextInt(3);
                }
                int type = ConnectionUser.FIRST_TYPE
                        + random.nextInt(1 + ConnectionUser.LAST_TYPE - ConnectionUser.FIRST_TYPE);
                boolean opens = random.nextInt(3) == 0;
                raw.send(link, opens ? StreamFrames.OPEN : type, opens ? open(random.nextInt(3), connect()) : body);
            }
        }
        try (RawClient client = new RawClient(port)) {
            client.connect(Connecting.as(Version.MQTT_5, "well")).expectAccepted();
        }
        assertThat(node.linkEvents.failures).isEmpty();
    }
}
