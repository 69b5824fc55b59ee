package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.Transport;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Speaks HTTP and WebSocket by hand to a listener.
@SuppressWarnings("AddressSelection") // loopback is one address
class WebSocketTest {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final int BINARY = 0x82;

    private final Transport transport = Transport.start("ws-loop", 2);
    private final Desk desk = new Desk();
    private final Listener listener = transport.listen(
            new ListenerOptions(
                    "ws",
                    Kind.WEBSOCKET,
                    new InetSocketAddress("127.0.0.1", 0),
                    128,
                    "/mqtt",
                    Set.of("https://good.example"),
                    false,
                    null,
                    ClientAuth.NONE,
                    Duration.ofSeconds(1),
                    1 << 20),
            desk);

    @AfterEach
    void stop() {
        transport.close();
    }

    private Socket open() throws IOException {
        Socket socket = new Socket("127.0.0.1", listener.address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String upgrade(String target, String extra) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n" + extra + "\r\n";
    }

    private static String ask(Socket socket, String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            answer.append((char) next);
        }
        return answer.toString();
    }

    private Socket connected() throws IOException {
        Socket socket = open();
        assertThat(ask(socket, upgrade("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n")))
                .startsWith("HTTP/1.1 101");
        return socket;
    }

    /// A masked frame, as a client sends it.
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(first);
        if (payload.length < 126) {
            out.write(0x80 | payload.length);
        } else {
            out.write(0x80 | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        }
        byte[] mask = {0x11, (byte) 0xa2, 0x33, (byte) 0xf4};
        out.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            out.write(payload[i] ^ mask[i & 3]);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// The first byte of the next frame, with its payload behind it.
    private static byte[] read(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = in.readNBytes(length == 126 ? in.readUnsignedShort() : length);
        return bytes(new byte[] {(byte) first}, payload);
    }

    private static int closeCode(Socket socket) throws IOException {
        byte[] frame = read(socket);
        assertThat(frame[0]).isEqualTo((byte) 0x88);
        return ((frame[1] & 0xff) << 8) | (frame[2] & 0xff);
    }

    @ParameterizedTest
    @CsvSource({
        "/mqtt,          mqtt,          101",
        "/mqtt?token=x,  mqtt,          101",
        "/mqtt,          'other, mqtt', 101",
        "/mqtt,          mqttv3.1,      101",
        "/mqtt,          chat,          400",
        "/,              mqtt,          404",
        "/mqttx,         mqtt,          404",
        "/mqtt/deeper,   mqtt,          404",
        "http://localhost:80/mqtt,      mqtt, 101",
        "ws://[::1]/mqtt?token=x,       mqtt, 101",
        "HTTPS://u:p@localhost/mqtt,    mqtt, 101",
        "http://localhost/,             mqtt, 404",
        "http://localhost,              mqtt, 404",
        "http://localhost?/mqtt,        mqtt, 404",
        "*,                             mqtt, 404",
        "/mqtt,          'x\r\nSec-WebSocket-Protocol: mqtt',       101",
        "/mqtt,          'x\r\nSec-WebSocket-Protocol: y, mqttv3.1', 101",
        "/mqtt,          'x\r\nSec-WebSocket-Protocol: y',          400"
    })
    void an_upgrade_is_answered_by_path_and_sub_protocol(String target, String offered, int status) throws Exception {
        try (Socket socket = open()) {
            String lines = "Sec-WebSocket-Protocol: " + offered.translateEscapes() + "\r\n";
            String answer = ask(socket, upgrade(target, lines));
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            if (status == 101) {
                assertThat(answer).containsIgnoringCase("sec-websocket-protocol: mqtt");
                assertThat(answer).contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'Upgrade: h2c, websocket',              101",
        "'Upgrade: WebSocket',                   101",
        "'Upgrade: h2c\r\nUpgrade: websocket', 101",
        "'Upgrade: h2c',                         426",
        "'Upgrade: websocketx',                  426"
    })
    void the_wish_to_upgrade_is_a_list(String upgrade, int status) throws Exception {
        String request = upgrade("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n")
                .replace("Upgrade: websocket", upgrade.translateEscapes())
                .replace("Connection: Upgrade", "Connection: keep-alive, Upgrade");
        try (Socket socket = open()) {
            assertThat(ask(socket, request)).startsWith("HTTP/1.1 " + status);
        }
    }

    @Test
    void another_version_of_websocket_is_told_the_one_served() throws Exception {
        String request = upgrade("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n");
        for (String line : java.util.List.of("", "Sec-WebSocket-Version: 0\r\n", "Sec-WebSocket-Version: 14\r\n")) {
            try (Socket socket = open()) {
                assertThat(ask(socket, request.replace("Sec-WebSocket-Version: 13\r\n", line)))
                        .startsWith("HTTP/1.1 426")
                        .containsIgnoringCase("sec-websocket-version: 13");
            }
        }
    }

    @Test
    void a_refused_upgrade_is_told_and_any_other_request_is_a_probe() throws Exception {
        try (Socket socket = open()) {
            ask(socket, upgrade("/other", "Sec-WebSocket-Protocol: mqtt\r\n"));
        }
        assertThat(desk.troubles.poll(10, TimeUnit.SECONDS))
                .contains("WebSocket handshake with 127.0.0.1", "refused: MQTT over WebSocket is at /mqtt");
        try (Socket socket = open()) {
            ask(socket, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        Awaitility.await().until(() -> desk.left.get() == 2);
        assertThat(desk.troubles).isEmpty();
        assertThat(desk.probes.get()).isEqualTo(1);
    }

    @Test
    void headers_that_are_too_long_are_answered_and_not_cut_off() throws Exception {
        String long100k = "Cookie: " + "x".repeat(100_000) + "\r\n";
        try (Socket socket = open()) {
            assertThat(ask(socket, upgrade("/mqtt", "Sec-WebSocket-Protocol: mqtt\r\n" + long100k)))
                    .startsWith("HTTP/1.1 431");
        }
        try (Socket socket = open()) {
            assertThat(ask(socket, upgrade("/mqtt?" + "x".repeat(100_000), "Sec-WebSocket-Protocol: mqtt\r\n")))
                    .startsWith("HTTP/1.1 414");
        }
    }

    @Test
    void an_upgrade_without_a_sub_protocol_or_from_a_foreign_origin_is_refused() throws Exception {
        try (Socket socket = open()) {
            assertThat(ask(socket, upgrade("/mqtt", ""))).startsWith("HTTP/1.1 400");
        }
        String protocol = "Sec-WebSocket-Protocol: mqtt\r\n";
        try (Socket socket = open()) {
            assertThat(ask(socket, upgrade("/mqtt", protocol + "Origin: https://evil.example\r\n")))
                    .startsWith("HTTP/1.1 403");
        }
        try (Socket socket = open()) {
            assertThat(ask(socket, upgrade("/mqtt", protocol + "Origin: https://good.example\r\n")))
                    .startsWith("HTTP/1.1 101");
        }
        try (Socket socket = open()) {
            assertThat(ask(socket, "GET /mqtt HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                    .startsWith("HTTP/1.1 426");
        }
    }

    @Test
    void headers_without_end_and_a_handshake_without_end_are_cut_off() throws Exception {
        try (Socket socket = open()) {
            String answer = ask(socket, upgrade("/mqtt", "X: " + "x".repeat(20_000) + "\r\n"));
            assertThat(answer).startsWith("HTTP/1.1 4");
        }
        try (Socket socket = open()) {
            socket.getOutputStream().write("GET /mqtt".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(desk.connections).isEmpty();
    }

    @Test
    void packets_may_be_joined_in_a_message_and_split_over_messages_and_fragments() throws Exception {
        try (Socket socket = connected()) {
            byte[] two = Recorder.numbered(2);
            byte[] three = Recorder.numbered(3);
            byte[] head = java.util.Arrays.copyOf(three, 3);
            byte[] tail = java.util.Arrays.copyOfRange(three, 3, 6);
            byte[] all = bytes(
                    frame(BINARY, bytes(Recorder.numbered(1), two, head)),
                    frame(0x02, new byte[0]),
                    frame(0x89, new byte[] {7, 8}),
                    frame(0x80, bytes(tail, Recorder.numbered(4))),
                    frame(BINARY, new byte[0]),
                    frame(BINARY, large(1000)));
            for (byte one : all) {
                socket.getOutputStream().write(one);
            }
            for (int i = 1; i <= 4; i++) {
                assertThat(Recorder.number(desk.recorder.nextFrame())).isEqualTo(i);
            }
            assertThat(desk.recorder.nextFrame()).isEqualTo(large(1000));
            assertThat(read(socket)).isEqualTo(new byte[] {(byte) 0x8a, 7, 8});
        }
    }

    private static byte[] large(int content) {
        byte[] packet = new byte[3 + content];
        packet[0] = 0x30;
        packet[1] = (byte) ((content & 0x7f) | 0x80);
        packet[2] = (byte) (content >> 7);
        for (int i = 3; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        return packet;
    }

    @Test
    void each_packet_sent_is_a_binary_message_of_its_own_without_mask() throws Exception {
        try (Socket socket = connected()) {
            Connection connection = desk.next();
            connection.loop().execute(() -> {
                Recorder.send(connection, Recorder.numbered(1));
                Recorder.send(connection, large(40_000));
                Recorder.send(connection, Recorder.numbered(2));
                connection.close();
                Recorder.send(connection, Recorder.numbered(3));
            });
            byte[] first = {(byte) BINARY};
            assertThat(read(socket)).isEqualTo(bytes(first, Recorder.numbered(1)));
            assertThat(read(socket)).isEqualTo(bytes(first, large(40_000)));
            assertThat(read(socket)).isEqualTo(bytes(first, Recorder.numbered(2)));
            assertThat(closeCode(socket)).isEqualTo(1000);
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.LOCAL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text message,           818011a233f4,     1003",
        "unmasked,               82023000,         1002",
        "reserved bit,           c28011a233f4,     1002",
        "continuation,           808011a233f4,     1002",
        "message in a message,   028011a233f48280, 1002",
        "ping in fragments,      098011a233f4,     1002",
        "long ping,              89fe,             1002",
        "unknown opcode,         838011a233f4,     1002",
        "close with half a code, 888100000000ff,   1002",
        "length in 3 bytes,      82fe007d11a233f4, 1002",
        "length in 9 bytes,      82ff000000000000ffff11a233f4, 1002",
        "length of 64 bits,      82ff800000000000000011a233f4, 1002",
        "goodbye not in UTF-8,   88830000000003e8ff, 1007"
    })
    void what_the_protocol_forbids_closes_with_its_code(String what, String hex, int code) throws Exception {
        try (Socket socket = connected()) {
            desk.next();
            socket.getOutputStream().write(java.util.HexFormat.of().parseHex(hex));
            assertThat(closeCode(socket)).as(what).isEqualTo(code);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.FAULT);
        }
    }

    @Test
    void a_close_frame_is_answered() throws Exception {
        try (Socket socket = connected()) {
            desk.next();
            socket.getOutputStream().write(frame(BINARY, Recorder.numbered(1)));
            socket.getOutputStream().write(frame(0x88, new byte[] {0x03, (byte) 0xe9}));
            assertThat(closeCode(socket)).isEqualTo(1001);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(desk.recorder.nextClose()).isEqualTo(CloseCause.PEER);
        }
    }

    @Test
    void a_packet_above_the_limit_is_refused_by_its_header_however_large_the_message_is() throws Exception {
        try (Socket socket = connected()) {
            Connection connection = desk.next();
            connection.loop().execute(() -> connection.frameLimit(1000));
            connection.loop().execute(() -> Recorder.send(connection, Recorder.numbered(1)));
            read(socket);
            byte[] message = java.util.HexFormat.of().parseHex("82ff000000000fffffff00000000");
            socket.getOutputStream().write(bytes(message, new byte[] {0x30, -1, -1, -1, 0x7f}));
            assertThat(desk.recorder.violations.poll(10, TimeUnit.SECONDS))
                    .isNotNull()
                    .satisfies(violation -> assertThat(violation.reason()).isEqualTo(ReasonCode.PACKET_TOO_LARGE));
        }
    }
}
