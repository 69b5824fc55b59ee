package io.hongyan.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
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
import java.util.List;
import java.util.Map;
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
        endpoint = HttpEndpoint.start(
                "test", any, HttpLimits.defaults(), null, new SystemClock(), HttpEndpointTest::answer);
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
            case "plain" -> Response.text(201, "text/plain", "").with("X-More", "yes");
            case "nothing" -> new Response(204, "", Map.of(), new byte[0]);
            default -> Response.json(200, Map.of("seen", seen(request)));
        };
    }

    private static String seen(Request request) {
        return request + " text=" + request.text() + " authorization="
                + request.headers().first("authorization") + " all="
                + request.headers().all("X-TWICE");
    }

    @Test
    void a_request_arrives_decoded() throws Exception {
        HttpResponse<String> response = send("POST", "/a%2Fb/c+d/?x=1%202&y", "body");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(response.body())
                .contains("method=POST", "[a/b, c+d]", "x=1 2", "authorization=key", "text=body", "from=127.0.0.1:")
                .contains("rawPath=/a%2Fb/c+d/", "rawQuery=x=1%202&y");
        assertThat(answers("GET /a?q=%2F#d HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400");
        String twice = "X-Twice: 1\r\nx-twice: 2\r\nConnection: close\r\n\r\n";
        assertThat(answers("GET /;a=b/../%2e//c?q=%2F HTTP/1.1\r\nHost: a\r\n", twice))
                .contains("rawPath=/;a=b/../%2e//c,", "rawQuery=q=%2F,", "path=[;a=b, .., ., , c]", "all=[1, 2]");
    }

    @Test
    void a_response_has_status_type_headers_and_body_of_the_handler() throws Exception {
        HttpResponse<String> plain = send("GET", "/plain", "");
        assertThat(plain.statusCode()).isEqualTo(201);
        assertThat(plain.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(plain.headers().firstValue("X-More")).contains("yes");
        assertThat(plain.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(plain.headers().firstValue("Server")).isEmpty();
        assertThat(send("GET", "/nothing", "").statusCode()).isEqualTo(204);
        assertThat(send("GET", "/next", "").body()).contains("path=[next]");
    }

    @Test
    void a_body_too_long_is_refused() throws Exception {
        HttpResponse<String> response = send("POST", "/", "x".repeat((64 << 10) + 1));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("too-large");
        String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        assertThat(answers(
                        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                        chunk.repeat(5),
                        "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("too-large")
                .doesNotContain("hidden");
        assertThat(send("POST", "/", "x".repeat(64 << 10)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_client_that_asks_for_leave_to_send_a_body_gets_it() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port())) {
            socket.getOutputStream()
                    .write("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
                            .getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(25), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            socket.getOutputStream().write("body".getBytes(ISO_8859_1));
            assertThat(new String(socket.getInputStream().readNBytes(15), ISO_8859_1))
                    .isEqualTo("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_body_may_be_empty_chunks_and_a_method_one_that_nobody_knows() throws Exception {
        assertThat(answers(
                        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "FROB /y HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .containsSubsequence("path=[x]", "text= ", "method=FROB", "path=[y]");
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
                "NONSENSE",
                "GE(T / HTTP/1.1",
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
    @ValueSource(strings = {"2.0", "0.9", "1.2", "3.1", "9.x"})
    void a_version_of_http_that_is_not_served_is_505(String version) throws Exception {
        assertThat(answers("GET /x HTTP/" + version + "\r\nHost: a\r\n\r\n", "GET /hidden HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 505 ")
                .contains("HTTP/1.1 and HTTP/1.0 are served here", "not-supported")
                .doesNotContain("hidden");
    }

    /// Requests on which two programs in a row may disagree (RFC 9112, chapters 3.2, 5.2, 6.1).
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`Host: a\r\nAuthorization: Bearer a\r\n b`;                400; Folding",
                "`Host: a\r\nAuthorization: Bearer a\r\n\tb\r\nX: y`;       400; Folding",
                "` Host: a\r\nHost: a`;                                    400; ",
                "`Host : a`;                                               400; ",
                "`X: y`;                                                   400; Host",
                "`Host: a\r\nHost: b`;                                     400; Host",
                "`Host: a\r\nAuthorization: a\r\nauthorization: b`;        400; authorization",
                "`Host: a\r\nContent-Length: 3\r\nContent-Length: 4`;      400; ",
                "`Host: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked`; 400; Transfer-Encoding",
                "`Host: a\r\nContent-Length: 3, 4`;                       400; ",
                "`Host: a\r\nContent-Length: +3`;                         400; ",
                "`Host: a\r\nContent-Length: 3\nX: y`;                    400; ",
                "`Host: a\nX: y`;                                         400; ",
                "`Host: a\r\nX: y\u0001`;                               400; ",
                "`Host: a\r\nNo colon`;                                  400; ",
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
            writeSlowly(socket, head);
            String start = "HTTP/1.1 " + status + " ";
            assertThat(new String(socket.getInputStream().readNBytes(start.length()), ISO_8859_1))
                    .isEqualTo(start);
        }
    }

    /// Byte for byte. The answer may come, and the connection end, before the last one.
    private static void writeSlowly(Socket socket, String head) {
        try {
            for (byte one : head.getBytes(ISO_8859_1)) {
                socket.getOutputStream().write(one);
            }
        } catch (IOException _) {
            // It was refused by what it had until then.
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"zz\r\nhidden", "-1\r\nx", "3\nabc\n0\n\n", "3\r\nabcd\r\n0\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n"})
    void chunks_that_are_none_are_refused(String body) throws Exception {
        assertThat(answers(
                        "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
                        body,
                        "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("bad-request")
                .doesNotContain("hidden")
                .doesNotContain("HTTP/1.1 2");
    }

    @Test
    void the_old_version_of_http_needs_no_host_and_has_no_chunks() throws Exception {
        assertThat(answers("GET /old HTTP/1.0\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("path=[old]");
        assertThat(answers("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(answers("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /b HTTP/1.0\r\n\r\n"))
                .containsIgnoringCase("Connection: keep-alive")
                .containsSubsequence("path=[a]", "path=[b]");
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
    void thousands_of_requests_at_once_are_all_answered() throws Exception {
        String last = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        String answers = answers("GET /more HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2000), last);
        assertThat(answers.split("path=.more.", -1)).hasSize(2001);
        assertThat(answers).contains("path=[last]");
    }

    @Test
    void an_expectation_that_nobody_can_meet_is_refused_as_json() throws Exception {
        assertThat(answers("GET / HTTP/1.1\r\nHost: a\r\nExpect: miracles\r\n\r\n"))
                .contains("HTTP/1.1 417", "\"code\"");
    }

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "key")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
