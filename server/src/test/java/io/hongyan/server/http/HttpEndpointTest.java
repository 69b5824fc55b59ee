package io.hongyan.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Goal: handlers see decoded requests, and what is too much or goes wrong is answered in order.
class HttpEndpointTest {
    private HttpEndpoint endpoint;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        endpoint = HttpEndpoint.start("test", any, HttpEndpointTest::answer);
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

    private HttpResponse<String> send(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Authorization", "key")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
