package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Asks a listener for a WebSocket in ways that the standard does not allow.
@SuppressWarnings("AddressSelection") // loopback is one address
class WebSocketHandshakeTest extends TwoLoops {
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String REQUEST =
            "GET /mqtt HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Key: " + KEY + "\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Protocol: mqtt\r\n\r\n";
    /// An empty binary message.
    private static final String FRAME = "\u0082\u0080\1\2\3\4";

    private final Desk desk = new Desk();

    private Socket open() throws IOException {
        ListenerOptions options = new ListenerOptions(
                "ws",
                Kind.WEBSOCKET,
                loopback(),
                128,
                "/mqtt",
                Set.of("https://good.example"),
                false,
                null,
                ClientAuth.NONE,
                Duration.ofSeconds(5),
                1 << 20);
        Socket socket = new Socket(
                "127.0.0.1", transport.listen(options, desk).address().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /// What RFC 6455, chapter 4.2.1, asks of a request, broken in one place each.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "no wish of the connection;   `Connection: Upgrade\r\n`;         ``; 400",
                "another wish;                Connection: Upgrade;     Connection: keep-alive; 400",
                "no host;                     `Host: localhost\r\n`;             ``; 400",
                "two hosts;                   Host: localhost;         `Host: localhost\r\nHost: other`; 400",
                "no key;                      `Sec-WebSocket-Key: KEY\r\n`; ``; 400",
                "a short key;                 KEY; dGhlIHNhbXBsZQ==; 400",
                "a key that is no Base64;     KEY; !!!lIHNhbXBsZSBub25jZQ==; 400",
                "two keys;  Sec-WebSocket-Version; `Sec-WebSocket-Key: KEY\r\nSec-WebSocket-Version`; 400",
                "two versions;                Version: 13; `Version: 13\r\nSec-WebSocket-Version: 8`; 426",
                "another version;             Sec-WebSocket-Version: 13; Sec-WebSocket-Version: 12; 426",
                "two origins; Host: localhost; `Host: a\r\nOrigin: https://good.example\r\nOrigin: https://x`; 403",
                "another method;              GET; POST; 405",
                "another method;              GET; OPTIONS; 405",
                "an old version of HTTP;      HTTP/1.1; HTTP/1.0; 400",
                "a new version of HTTP;       HTTP/1.1; HTTP/2.0; 505",
                "a folded header;             Host: localhost; `Host: localhost\r\nX: a\r\n b`; 400",
                "a body;                      Host: localhost; `Host: localhost\r\nContent-Length: 3`; 400",
                "a body in chunks;            Host: localhost; `Host: localhost\r\nTransfer-Encoding: chunked`; 400"
            },
            delimiter = ';')
    void a_request_that_is_no_handshake_is_refused_whole(String what, String part, String instead, int status)
            throws Exception {
        String broken = REQUEST.replace(meant(part), meant(instead));
        assertThat(broken).isNotEqualTo(REQUEST);
        try (Socket socket = open()) {
            socket.getOutputStream().write(broken.getBytes(StandardCharsets.US_ASCII));
            String[] parts = all(socket).split("\r\n\r\n", 2);
            String answer = parts[0];
            assertThat(answer)
                    .as(what)
                    .startsWith("HTTP/1.1 " + status)
                    .containsIgnoringCase("content-length: ")
                    .containsIgnoringCase("connection: close");
            assertThat(answer.contains("allow: GET")).isEqualTo(status == 405);
            String text = parts[1];
            assertThat(answer).containsIgnoringCase("content-length: " + text.length() + "\r\n");
            assertThat(text).isNotBlank();
        }
        assertThat(desk.connections).isEmpty();
    }

    private static String meant(String part) {
        return part.translateEscapes().replace("KEY", KEY);
    }

    @Test
    void what_is_sent_behind_the_request_without_waiting_for_the_answer_is_refused() throws Exception {
        for (String early : List.of(FRAME, "\u0010")) {
            try (Socket socket = open()) {
                socket.getOutputStream().write((REQUEST + early).getBytes(StandardCharsets.ISO_8859_1));
                assertThat(all(socket)).startsWith("HTTP/1.1 400").contains("wait for the answer");
            }
        }
        assertThat(desk.connections).isEmpty();
    }
}
