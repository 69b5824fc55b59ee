package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.transport.http.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: handlers see decoded requests, and what is too much or goes wrong is answered in order.
class HttpEndpointTest {
    private HttpEndpoint endpoint;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint = HttpEndpoint.start("test", any, new SystemClock(), HttpEndpointTest::answer);
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.close();
        endpoint.close();
    }

    private static Response answer(Request request) {
        return switch (request.path().isEmpty() ? "" : request.path().getFirst()) {
            case "fault" -> throw new IllegalStateException("on purpose");
            case "bad" -> throw new IllegalArgumentException("no good");
            default -> Response.json(200, Map.of("seen", request.toString()));
        };
    }

    @Test
    void a_request_arrives_decoded() throws Exception {
        HttpResponse<String> response = send("POST", "/a%2Fb/c+d/?x=1%202&y", "body");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body()).contains("method=POST", "[a/b, c+d]", "x=1 2", "authorization=key", "body=body");
    }

    @Test
    void a_body_too_long_is_refused() throws Exception {
        HttpResponse<String> response = send("POST", "/", "x".repeat((64 << 10) + 1));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("too-large");
    }

    @Test
    void a_bad_argument_is_400_and_a_fault_500_without_details() throws Exception {
        assertThat(send("GET", "/bad", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/bad", "").body()).contains("no good");
        HttpResponse<String> fault = send("GET", "/fault", "");
        assertThat(fault.statusCode()).isEqualTo(500);
        assertThat(fault.body()).doesNotContain("on purpose");
    }

    @Test
    void head_gets_no_body() throws Exception {
        HttpResponse<String> response = send("HEAD", "/", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /%zz HTTP/1.1",
                "GET /?a=%f HTTP/1.1",
                "GET /\u0007 HTTP/1.1",
                "GET / HTTP/9.x",
                "NONSENSE",
                "\u0016\u0003\u0001\u0002"
            })
    void what_is_no_request_is_refused_as_json_like_all_else(String line) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream().write((line + "\r\nHost: a\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/json", "\"code\"")
                    .contains("bad-request");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "0.9", "1.2", "3.1"})
    void a_version_of_http_that_is_not_served_is_505(String version) throws Exception {
        assertThat(answers("GET /x HTTP/" + version + "\r\nHost: a\r\n\r\n", "GET /hidden HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 505 ")
                .contains("HTTP/" + version, "not-supported")
                .doesNotContain("hidden");
    }

    /// Requests on which two programs in a row may disagree (RFC 9112, chapters 3.2, 5.2, 6.1).
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`Host: a\r\nAuthorization: Bearer a\r\n b`;                400; no header may go on in the next line",
                "`Host: a\r\nAuthorization: Bearer a\r\n\tb\r\nX: y`;       400; no header may go on in the next line",
                "` Host: a\r\nHost: a`;                                    400; ",
                "`Host : a`;                                               400; ",
                "`X: y`;                                                   400; Host",
                "`Host: a\r\nHost: b`;                                     400; Host",
                "`Host: a\r\nAuthorization: a\r\nauthorization: b`;        400; authorization",
                "`Host: a\r\nContent-Length: 3\r\nContent-Length: 4`;      400; ",
                "`Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked`; 400; Transfer-Encoding",
                "`Host: a\r\nTransfer-Encoding: gzip`;                     400; ",
                "`Host: a\r\nTransfer-Encoding: gzip, chunked`;            501; chunked",
                "`Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity`; 400; "
            })
    void a_request_that_can_be_understood_in_two_ways_is_refused(String headers, int status, String why)
            throws Exception {
        String head = "POST /x HTTP/1.1\r\n" + headers.translateEscapes() + "\r\n\r\n";
        assertThat(answers(head, "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + " ")
                .contains(why == null ? "" : why)
                .doesNotContain("hidden");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.setTcpNoDelay(true);
            for (byte one : head.getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(one);
            }
            String start = "HTTP/1.1 " + status + " ";
            assertThat(new String(socket.getInputStream().readNBytes(start.length()), ISO_8859_1))
                    .isEqualTo(start);
        }
    }

    @Test
    void the_old_version_of_http_needs_no_host_and_has_no_chunks() throws Exception {
        assertThat(answers("GET /old HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("path=[old]");
        assertThat(answers("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void lines_of_a_body_may_begin_with_spaces() throws Exception {
        String body = "{\r\n  \"a\": 1\r\n}\r\n\r\n  ";
        String post = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String chunked = "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n";
        String last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        assertThat(answers(post, chunked, post, last)).contains("path=[last]").doesNotContain("HTTP/1.1 4");
    }

    @Test
    void a_request_line_that_is_too_long_is_refused_as_json() throws Exception {
        HttpResponse<String> response = send("GET", "/" + "x".repeat(10_000), "");
        assertThat(response.statusCode()).isEqualTo(414);
        assertThat(response.body()).contains("too-large");
    }

    @Test
    void requests_that_a_client_sends_at_once_are_answered_one_after_the_other() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            String one = "GET /one HTTP/1.1\r\nHost: a\r\n\r\n";
            String two = "GET http://proxied/two HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write((one + two).getBytes(ISO_8859_1));
            String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            assertThat(answers.indexOf("path=[one]")).isPositive().isLessThan(answers.indexOf("path=[two]"));
        }
    }

    private String answers(String... sent) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream().write(String.join("", sent).getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    @Test
    void a_refusal_keeps_its_turn_and_nothing_behind_it_is_a_request() throws Exception {
        String tooLong = "POST /long HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n";
        for (String refused :
                List.of(tooLong, "GARBAGE\r\n\r\n", tooLong.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"))) {
            String answers = answers(
                    "GET /one HTTP/1.1\r\nHost: a\r\n\r\n",
                    "GET /two HTTP/1.1\r\nHost: a\r\n\r\n",
                    refused,
                    "GET /hidden HTTP/1.1\r\n\r\n");
            assertThat(answers)
                    .containsSubsequence("path=[one]", "path=[two]", "HTTP/1.1 4")
                    .doesNotContain("hidden");
        }
    }

    @Test
    void a_hundred_requests_at_once_are_all_answered_and_of_too_many_none_is_lost_in_silence() throws Exception {
        String last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        String answers = answers("GET /more HTTP/1.1\r\nHost: a\r\n\r\n".repeat(100), last);
        assertThat(answers.split("path=.more.", -1)).hasSize(101);
        assertThat(answers).contains("path=[last]");
        assertThat(answers("GET /more HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2000), last))
                .contains("path=[more]", "HTTP/1.1 400", "one after the other")
                .doesNotContain("path=[last]");
    }

    @Test
    void an_expectation_that_nobody_can_meet_is_refused_as_json() throws Exception {
        assertThat(answers("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"))
                .contains("HTTP/1.1 417", "\"code\"");
    }

    @Test
    void a_silent_connection_gives_way_and_one_at_work_does_not() throws Exception {
        endpoint.close();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpLimits limits =
                new HttpLimits(3, 2, 1024, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch working = new CountDownLatch(2);
        endpoint = HttpEndpoint.start("test", any, limits, new SystemClock(), request -> {
            if (request.path().getFirst().equals("slow")) {
                working.countDown();
                await(go);
            }
            return Response.json(200, Map.of());
        });
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                Socket first = new Socket(InetAddress.getLoopbackAddress(), endpoint.port());
                Socket second = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
            for (Socket each : List.of(first, second)) {
                each.getOutputStream().write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
            }
            assertThat(working.await(60, TimeUnit.SECONDS)).isTrue();
            try (Socket third = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(endpoint.crowded()).isEqualTo(2);
            go.countDown();
            assertThat(first.getInputStream().read()).isEqualTo('H');
            assertThat(second.getInputStream().read()).isEqualTo('H');
            assertThat(send("GET", "/quick", "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_connection_that_asks_nothing_in_time_is_closed() throws Exception {
        endpoint.close();
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpLimits limits =
                new HttpLimits(3, 2, 1024, Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMinutes(1));
        endpoint = HttpEndpoint.start("test", any, limits, new SystemClock(), HttpEndpointTest::answer);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream().write("GET / HT".getBytes(ISO_8859_1));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "key")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
