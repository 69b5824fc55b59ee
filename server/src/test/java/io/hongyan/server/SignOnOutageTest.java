package io.hongyan.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goal: whatever the provider does, the service starts, and who has a password gets in.
class SignOnOutageTest extends SignOnStage {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void without_the_provider_passwords_work_and_with_it_again_both_do() throws Exception {
        provider.metadata = Map.of("issuer", "https://somebody.else.example");
        assertThat(new Visit().begin("/instances").request.toString())
                .isEqualTo("/console/login?sso=unreachable&back=%2Finstances");
        administrator();
        provider.metadata = Map.of();
        await().atMost(PATIENCE)
                .until(() -> new Visit().begin("/").request.toString().startsWith(provider.issuer()));
        assertThat(place(logIn(ALICE))).isEqualTo("/console/");
    }

    @Test
    void nobody_is_sent_where_everybody_reads_along() throws Exception {
        provider.metadata = Map.of("token_endpoint", "http://login.example.com/token");
        assertThat(new Visit().begin("/").request.toString()).startsWith("/console/login?sso=unreachable&");
    }

    @Test
    void a_provider_that_is_gone_is_told_of() throws Exception {
        provider.close();
        assertThat(new Visit().begin("/").request.toString()).startsWith("/console/login?sso=unreachable&");
        administrator();
    }

    @Test
    void a_slow_provider_holds_up_nobody_who_has_a_password() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        provider.tokenEndpoint = exchange -> {
            asked.countDown();
            drip(exchange, enough);
        };
        FutureTask<HttpResponse<String>> slow = new FutureTask<>(() -> logIn(ALICE));
        Thread.ofVirtual().start(slow);
        asked.await();
        administrator();
        assertThat(slow.isDone()).isFalse();
        expectRefused(slow.get(), "unreachable");
        enough.countDown();
    }

    /// An answer whose bytes come one by one, without end.
    private static void drip(HttpExchange exchange, CountDownLatch enough) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (!enough.await(50, TimeUnit.MILLISECONDS)) {
                out.write(' ');
                out.flush();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void an_answer_without_measure_is_not_read() throws Exception {
        provider.tokenEndpoint =
                exchange -> HandmadeProvider.json(exchange, 200, Map.of("id_token", "x".repeat(300 << 10)));
        expectRefused(logIn(ALICE), "unreachable");
        provider.tokenEndpoint = exchange -> {
            exchange.getResponseHeaders().set("Location", "https://login.example.com/token");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        };
        expectRefused(logIn(ALICE), "unreachable");
        provider.tokenEndpoint = exchange -> {
            byte[] body = "<html>".getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
        expectRefused(logIn(ALICE), "unreachable");
    }
}
