package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Goal: nobody keeps others out by holding connections or by being slow, and the end of an endpoint cuts off no
/// answer.
class HttpLimitsTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch working = new CountDownLatch(2);
    private HttpEndpoint endpoint;

    private void start(HttpLimits limits) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint = HttpEndpoint.start("test", any, limits, null, new SystemClock(), request -> {
            if (request.rawPath().equals("/slow")) {
                working.countDown();
                awaitIt(go);
            }
            if (request.rawPath().equals("/large")) {
                return Response.text(200, "text/plain", "x".repeat(32 << 20));
            }
            return Response.json(200, Map.of("path", request.rawPath()));
        });
    }

    @AfterEach
    void stop() {
        go.countDown();
        if (endpoint != null) {
            endpoint.close();
        }
    }

    private static void awaitIt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
    }

    /// A connection that the endpoint knows, and has that many with it.
    private Socket connect(int open) throws IOException {
        Socket socket = connect();
        await().until(() -> endpoint.stats().open() == open);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private static String head(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void a_silent_connection_gives_way_and_one_at_work_does_not() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, LONG, LONG, LONG));
        try (Socket silent = connect(1);
                Socket first = connect(2);
                Socket second = connect(2)) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            for (Socket each : List.of(first, second)) {
                send(each, head("/slow"));
            }
            assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
            try (Socket third = connect()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(endpoint.stats().crowded()).isEqualTo(2);
            go.countDown();
            assertThat(first.getInputStream().read()).isEqualTo('H');
            assertThat(second.getInputStream().read()).isEqualTo('H');
            await().until(() -> answers(head("/quick").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
        }
    }

    private boolean answers(String request) throws IOException {
        try (Socket socket = connect()) {
            send(socket, request);
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void of_all_connections_the_one_that_waited_longest_gives_way_too() throws Exception {
        start(new HttpLimits(2, 5, 24 << 10, 1024, LONG, LONG, LONG));
        try (Socket silent = connect(1);
                Socket busy = connect(2)) {
            send(busy, head("/slow"));
            await().until(() -> working.getCount() == 1);
            try (Socket third = connect(2)) {
                assertThat(silent.getInputStream().read()).isEqualTo(-1);
                assertThat(endpoint.stats().crowded()).isEqualTo(1);
                send(third, head("/third"));
                assertThat(third.getInputStream().read()).isEqualTo('H');
            }
        }
    }

    @Test
    void a_connection_that_asks_nothing_in_time_is_closed() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, SHORT, LONG, LONG));
        try (Socket nothing = connect()) {
            assertThat(nothing.getInputStream().read()).isEqualTo(-1);
        }
        try (Socket head = connect()) {
            send(head, "GET / HT");
            assertThat(head.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(endpoint.stats().late()).isEqualTo(2);
    }

    @Test
    void a_body_that_does_not_come_in_time_ends_its_connection() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, SHORT, LONG, LONG));
        try (Socket body = connect()) {
            send(body, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
            assertThat(new String(body.getInputStream().readAllBytes(), ISO_8859_1))
                    .doesNotContain("200");
        }
    }

    /// A byte now and then does not make it longer.
    @Test
    void a_head_that_trickles_in_has_the_same_time() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, Duration.ofMillis(300), LONG, LONG));
        try (Socket slow = connect()) {
            slow.setSoTimeout(20);
            send(slow, "GET / HTTP/1.1\r\nHost: a\r\n");
            await().pollInterval(Duration.ofMillis(20)).until(() -> isOver(slow));
        }
    }

    private static boolean isOver(Socket socket) {
        try {
            send(socket, "X: y\r\n");
            return socket.getInputStream().read() == -1;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void a_connection_that_asks_no_more_is_closed() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, LONG, SHORT, LONG));
        try (Socket socket = connect(1)) {
            send(socket, head("/"));
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_connection_that_does_not_take_its_answer_is_closed() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 1024, LONG, LONG, SHORT));
        try (Socket socket = connect(1)) {
            send(socket, head("/large"));
            await().until(() -> endpoint.stats().open() == 0);
            assertThat(endpoint.stats().late()).isEqualTo(1);
        }
    }

    @Test
    void a_process_that_may_open_few_files_has_fewer_connections() {
        assertThat(HttpLimits.api().within(8192)).isEqualTo(HttpLimits.api());
        HttpLimits few = HttpLimits.api().within(102);
        assertThat(few.connections()).isEqualTo(51);
        assertThat(few.connectionsPerAddress()).isEqualTo(51);
        assertThat(HttpLimits.api().within(4096).connectionsPerAddress()).isEqualTo(1024);
        assertThat(HttpLimits.defaults().within(1).connections()).isEqualTo(1);
    }

    @Test
    void each_endpoint_has_its_own_largest_body() throws Exception {
        start(new HttpLimits(3, 2, 24 << 10, 10, LONG, LONG, LONG));
        try (Socket socket = connect(1)) {
            send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n01234567890");
            assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 413")
                    .contains("at most 10 bytes");
            assertThat(endpoint.stats().refused()).isEqualTo(1);
        }
    }

    @Test
    void what_is_at_work_when_the_endpoint_closes_is_answered() throws Exception {
        start(new HttpLimits(3, 3, 24 << 10, 1024, LONG, LONG, LONG));
        try (Socket silent = connect(1);
                Socket busy = connect(2)) {
            send(busy, head("/slow"));
            await().until(() -> working.getCount() == 1);
            Thread closing = Thread.ofVirtual().start(endpoint::close);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            go.countDown();
            assertThat(new String(busy.getInputStream().readAllBytes(), ISO_8859_1))
                    .startsWith("HTTP/1.1 200")
                    .containsIgnoringCase("Connection: close")
                    .contains("/slow");
            closing.join();
        }
    }
}
