package io.hongyan.server.console.oidc;

import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonException;
import io.hongyan.server.json.JsonFields;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// Asks the provider. An answer has five seconds and 256 KiB, redirects are not followed, and sixteen questions are
/// asked at once at most. Any thread that may block.
final class ProviderHttp implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final int MOST_BYTES = 256 << 10;
    private static final int MOST_AT_ONCE = 16;
    private static final String LATE = "did not answer within " + PATIENCE.toSeconds() + " seconds";

    private final HttpClient http;
    private final Semaphore turns = new Semaphore(MOST_AT_ONCE);

    /// What it answered, with whichever status.
    record Answer(URI from, int status, String text) {
        /// @throws OidcRefusal when it is no object of JSON
        JsonFields json() {
            try {
                return Json.object(text);
            } catch (JsonException e) {
                throw OidcRefusal.unreachable(from + " answered with status " + status + " and " + e.getMessage());
            }
        }

        /// @throws OidcRefusal when the status is another than 200
        Answer ok() {
            if (status != 200) {
                throw OidcRefusal.unreachable(from + " answered with status " + status);
            }
            return this;
        }
    }

    /// @param tls whom to trust; null = whom the JDK does
    ProviderHttp(@Nullable SSLContext tls) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        if (tls != null) {
            builder.sslContext(tls);
        }
        http = builder.build();
    }

    Answer get(URI from) {
        return ask(HttpRequest.newBuilder(from).GET());
    }

    /// @throws OidcRefusal when no answer comes, in time and of a size that is taken
    Answer ask(HttpRequest.Builder builder) {
        HttpRequest request = builder.timeout(PATIENCE)
                .header("Accept", "application/json")
                .header("User-Agent", "Hongyan")
                .build();
        try {
            if (!turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw OidcRefusal.unreachable(request.uri() + " was not asked: " + MOST_AT_ONCE
                        + " questions wait for an answer of the provider, the most");
            }
            try {
                return answer(request);
            } finally {
                turns.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw OidcRefusal.unreachable("the service stops");
        }
    }

    private Answer answer(HttpRequest request) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
        try {
            HttpResponse<String> response = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(request.uri(), response.statusCode(), response.body());
        } catch (TimeoutException _) {
            throw OidcRefusal.unreachable(request.uri() + " " + LATE);
        } catch (ExecutionException e) {
            throw OidcRefusal.unreachable(request.uri() + " " + why(e.getCause()));
        } finally {
            answer.cancel(true); // else a body without end would go on
        }
    }

    private static String why(@Nullable Throwable fault) {
        return switch (fault) {
            case null -> "did not answer";
            case HttpConnectTimeoutException _ -> "cannot be reached within " + PATIENCE.toSeconds() + " seconds";
            case HttpTimeoutException _ -> LATE;
            case ConnectException e when e.getMessage() == null -> "cannot be reached";
            default ->
                "failed: " + (fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage());
        };
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
