package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.codec.spec.Spec;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// MQTT inside WebSocket, with frames made by hand.
class WebSocketTest {
    @RegisterExtension
    static final BrokerFixture STAGE = new BrokerFixture();

    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final String CONNECT = "10 0d 00 04 'MQTT' 04 02 00 00 00 01 'w'";

    @ParameterizedTest
    @ValueSource(strings = {"mqtt", "mqttv3.1", "other, mqtt", "mqtt, other"})
    @Spec({"3.1.1/MQTT-6.0.0-4", "5.0/MQTT-6.0.0-4"})
    void the_sub_protocol_is_selected(String offered) throws IOException {
        try (Wire wire = new Wire("/mqtt", offered)) {
            assertThat(wire.head).startsWith("HTTP/1.1 101");
            String wanted = offered.equals("mqttv3.1") ? offered : "mqtt";
            assertThat(wire.head.toLowerCase(java.util.Locale.ROOT))
                    .contains("sec-websocket-protocol: " + wanted + "\r\n");
            wire.send(BINARY, true, true, Packets.hex(CONNECT));
            assertThat(wire.frame(BINARY)).containsExactly(0x20, 2, 0, 0);
        }
    }

    @Test
    void what_is_not_mqtt_is_refused() throws IOException {
        try (Wire path = new Wire("/other", "mqtt");
                Wire protocol = new Wire("/mqtt", "other");
                Wire none = new Wire("/mqtt", "")) {
            assertThat(path.head).startsWith("HTTP/1.1 404");
            assertThat(protocol.head).startsWith("HTTP/1.1 400");
            assertThat(none.head).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    @Spec({"3.1.1/MQTT-6.0.0-2", "5.0/MQTT-6.0.0-2"})
    void frames_and_packets_need_not_agree() throws IOException {
        byte[] packets = Packets.joined(
                Packets.hex(CONNECT),
                Packets.hex("82 06 00 01 00 01 'q' 00"),
                Packets.hex("30 04 00 01 'q' 'x' c0 00"));
        byte[] answers = Packets.hex("20 02 00 00 90 03 00 01 00 30 04 00 01 'q' 'x' d0 00");
        try (Wire one = new Wire("/mqtt", "mqtt")) {
            one.send(BINARY, true, true, packets);
            assertThat(one.bytes(answers.length)).isEqualTo(answers);
        }
        try (Wire many = new Wire("/mqtt", "mqtt")) {
            for (byte octet : packets) {
                many.send(BINARY, true, true, new byte[] {octet});
                many.send(BINARY, true, true, new byte[0]);
            }
            assertThat(many.bytes(answers.length)).isEqualTo(answers);
        }
        try (Wire fragments = new Wire("/mqtt", "mqtt")) {
            fragments.send(BINARY, false, true, Arrays.copyOf(packets, 5));
            fragments.send(PING, true, true, new byte[] {7});
            fragments.send(CONTINUATION, false, true, Arrays.copyOfRange(packets, 5, 20));
            fragments.send(CONTINUATION, true, true, Arrays.copyOfRange(packets, 20, packets.length));
            assertThat(fragments.frame(PONG)).containsExactly(7);
            assertThat(fragments.bytes(answers.length)).isEqualTo(answers);
        }
    }

    @Test
    @Spec({"3.1.1/MQTT-6.0.0-1", "5.0/MQTT-6.0.0-1"})
    void a_text_frame_ends_the_connection() throws IOException {
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(BINARY, true, true, Packets.hex(CONNECT));
            wire.frame(BINARY);
            wire.send(TEXT, true, true, Packets.hex("c0 00"));
            wire.expectEnd();
        }
    }

    @Test
    void a_text_frame_before_the_connect_is_told_as_what_it_is() throws IOException {
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(TEXT, true, true, Packets.hex(CONNECT));
            wire.expectEnd();
        }
        await().untilAsserted(() -> assertThat(STAGE.facts().refusals())
                .contains("the connection broke before it was accepted: binary messages only"));
    }

    @Test
    void an_unmasked_frame_or_a_wrong_order_of_fragments_ends_the_connection() throws IOException {
        try (Wire unmasked = new Wire("/mqtt", "mqtt");
                Wire order = new Wire("/mqtt", "mqtt");
                Wire reserved = new Wire("/mqtt", "mqtt")) {
            unmasked.send(BINARY, true, false, Packets.hex(CONNECT));
            unmasked.expectEnd();
            order.send(CONTINUATION, true, true, Packets.hex(CONNECT));
            order.expectEnd();
            reserved.send(0x40 | BINARY, true, true, Packets.hex(CONNECT));
            reserved.expectEnd();
        }
    }

    @Test
    void a_close_is_answered() throws IOException {
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(BINARY, true, true, Packets.hex(CONNECT));
            wire.frame(BINARY);
            wire.send(CLOSE, true, true, new byte[] {3, (byte) 0xe8});
            assertThat(wire.frame(CLOSE)).startsWith(3, (byte) 0xe8);
            wire.expectEnd();
        }
    }

    @Test
    void a_packet_of_a_megabyte_goes_through_and_a_larger_one_does_not() throws IOException {
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(BINARY, true, true, Packets.hex(CONNECT));
            wire.frame(BINARY);
            byte[] body = new byte[(1 << 20) + 3]; // the payload alone is a megabyte
            body[1] = 1;
            body[2] = 'a';
            wire.send(BINARY, true, true, Packets.frame(0x30, body));
            wire.send(BINARY, true, true, Packets.hex("c0 00"));
            assertThat(wire.frame(BINARY)).containsExactly((byte) 0xd0, 0);
            wire.send(BINARY, true, true, Packets.hex("30 ff ff ff 7f"));
            wire.expectEnd();
        }
    }

    @Test
    void a_first_byte_that_cannot_be_legal_ends_the_connection_without_the_rest() throws IOException {
        long refused = STAGE.facts().count("connect refused PROTOCOL_ERROR");
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(BINARY, false, true, Packets.hex("c0"));
            wire.expectEnd();
            STAGE.facts().await("connect refused PROTOCOL_ERROR", refused + 1);
        }
        long malformed = STAGE.facts().count("disconnected MALFORMED_PACKET");
        try (Wire wire = new Wire("/mqtt", "mqtt")) {
            wire.send(BINARY, true, true, Packets.hex(CONNECT));
            wire.frame(BINARY);
            wire.send(BINARY, false, true, Packets.hex("36"));
            wire.expectEnd();
            STAGE.facts().await("disconnected MALFORMED_PACKET", malformed + 1);
        }
    }

    /// One WebSocket connection, byte by byte.
    private static final class Wire implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final String head;

        Wire(String path, String protocols) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), STAGE.broker().webSocketPort());
            socket.setSoTimeout(20_000);
            in = new DataInputStream(socket.getInputStream());
            String offer = protocols.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocols + "\r\n";
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + offer + "\r\n";
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            StringBuilder answer = new StringBuilder();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.readUnsignedByte());
            }
            head = answer.toString();
        }

        void send(int opcode, boolean last, boolean masked, byte[] payload) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write((last ? 0x80 : 0) | opcode);
            int mask = masked ? 0x80 : 0;
            if (payload.length < 126) {
                out.write(mask | payload.length);
            } else if (payload.length < 65536) {
                out.write(mask | 126);
                out.write(payload.length >> 8);
                out.write(payload.length);
            } else {
                out.write(mask | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    out.write((int) ((long) payload.length >> shift));
                }
            }
            byte[] key = {1, 2, 3, 4};
            byte[] content = payload.clone();
            if (masked) {
                out.writeBytes(key);
                for (int i = 0; i < content.length; i++) {
                    content[i] ^= key[i % 4];
                }
            }
            out.writeBytes(content);
            try {
                socket.getOutputStream().write(out.toByteArray());
            } catch (SocketException e) {
                assertThat(e).as("the broker may close while this is sent").isNotNull();
            }
        }

        /// The payload of the next frame, which must be whole and of that kind.
        byte[] frame(int opcode) throws IOException {
            assertThat(in.readUnsignedByte()).isEqualTo(0x80 | opcode);
            int length = in.readUnsignedByte();
            assertThat(length).as("no mask, and short").isLessThan(126);
            return in.readNBytes(length);
        }

        /// That many bytes of binary frames.
        byte[] bytes(int count) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            while (out.size() < count) {
                out.writeBytes(frame(BINARY));
            }
            return out.toByteArray();
        }

        void expectEnd() throws IOException {
            try {
                while (in.read() >= 0) {
                    assertThat(in).isNotNull();
                }
            } catch (EOFException | SocketException e) {
                assertThat(e).isNotNull();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
