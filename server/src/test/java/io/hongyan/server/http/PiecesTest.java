package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: an answer that is written piece by piece reaches its reader as it is made, and ends at once with its reader.
class PiecesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String REQUEST = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Made made = new Made();
    private HttpEndpoint endpoint;

    /// Pieces that the test makes.
    private static final class Made implements Pieces {
        private final BlockingQueue<String> pieces = new ArrayBlockingQueue<>(10);
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Override
        public byte @Nullable [] next() throws InterruptedException {
            asked.incrementAndGet();
            String next = pieces.poll(20, TimeUnit.MILLISECONDS);
            return switch (next) {
                case null -> new byte[0];
                case "end" -> null;
                case "fault" -> throw new IllegalStateException("on purpose");
                case "flood" -> {
                    pieces.add("flood");
                    yield new byte[1 << 20];
                }
                default -> next.getBytes(ISO_8859_1);
            };
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private Socket ask(HttpLimits limits) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint = HttpEndpoint.start(
                "test", any, limits, null, new SystemClock(), _ -> Response.streamed("text/plain", made));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
        socket.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
        return socket;
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    private static String read(InputStream in, String until) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(until) < 0) {
            int octet = in.read();
            assertThat(octet).as(text.toString()).isNotNegative();
            text.append((char) octet);
        }
        return text.toString();
    }

    @Test
    void a_piece_is_there_before_the_next_one_is_made_and_the_last_one_ends_the_connection() throws IOException {
        try (Socket socket = ask(HttpLimits.defaults())) {
            made.pieces.add("first");
            String head = read(socket.getInputStream(), "first");
            assertThat(head).startsWith("HTTP/1.1 200").contains("Content-Type: text/plain", "Connection: close");
            made.pieces.add("second");
            read(socket.getInputStream(), "second");
            assertThat(made.closed).hasValue(0);
            made.pieces.add("end");
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .endsWith("0\r\n\r\n");
            await().until(() -> made.closed.get() == 1);
        }
    }

    @Test
    void an_answer_ends_when_its_reader_has_left_though_there_is_nothing_to_write() throws IOException {
        try (Socket socket = ask(HttpLimits.defaults())) {
            made.pieces.add("first");
            read(socket.getInputStream(), "first");
        }
        await().until(() -> made.closed.get() == 1);
        await().until(() -> endpoint.stats().open() == 0);
    }

    @Test
    void nothing_is_asked_for_while_the_reader_does_not_read_and_in_the_end_the_connection_is_closed()
            throws IOException {
        HttpLimits patient = new HttpLimits(10, 10, 24 << 10, 1024, LONG, LONG, Duration.ofMillis(200));
        made.pieces.add("flood");
        try (Socket socket = ask(patient)) {
            await().until(() -> made.closed.get() == 1);
            assertThat(made.asked.get()).as("pieces of 1 MiB").isLessThan(20);
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void a_fault_in_the_middle_ends_the_connection_and_not_the_answer() throws IOException {
        try (Socket socket = ask(HttpLimits.defaults())) {
            made.pieces.add("first");
            read(socket.getInputStream(), "first");
            made.pieces.add("fault");
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("0\r\n\r\n");
            await().until(() -> made.closed.get() == 1);
        }
    }

    @Test
    void what_the_reader_sends_meanwhile_is_no_request() throws IOException {
        try (Socket socket = ask(HttpLimits.defaults())) {
            made.pieces.add("first");
            read(socket.getInputStream(), "first");
            socket.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
            made.pieces.add("second");
            read(socket.getInputStream(), "second");
            made.pieces.add("end");
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("HTTP/1.1");
        }
    }
}
