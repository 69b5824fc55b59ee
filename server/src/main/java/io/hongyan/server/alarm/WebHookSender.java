package io.hongyan.server.alarm;

import io.hongyan.server.json.Json;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Posts notices as JSON. A redirect is not followed: whoever chose the address chose it alone. What answers with 200
/// to 299 within five seconds took it. Any thread.
final class WebHookSender implements Sender<Receivers.WebHook>, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Made when first needed: most services have no alarms.
    private @Nullable HttpClient http;

    private synchronized HttpClient http() {
        HttpClient present = http;
        if (present == null) {
            present = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(PATIENCE)
                    .build();
            http = present;
        }
        return present;
    }

    @Override
    public void send(Receivers.WebHook hook, String sentence, Map<String, Object> fields)
            throws UndeliveredException, InterruptedException {
        Map<String, Object> body = new LinkedHashMap<>(fields);
        body.put("text", sentence);
        HttpRequest request = HttpRequest.newBuilder(hook.url())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Hongyan")
                .POST(BodyPublishers.ofString(Json.line(body)))
                .build();
        CompletableFuture<HttpResponse<Void>> answer = http().sendAsync(request, BodyHandlers.discarding());
        try {
            int status = answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            if (status < 200 || status > 299) {
                throw new UndeliveredException("it answered with status " + status);
            }
        } catch (TimeoutException _) {
            throw new UndeliveredException("it did not answer within " + PATIENCE.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            throw new UndeliveredException(why(e.getCause()));
        } finally {
            answer.cancel(true); // else a body without end would go on
        }
    }

    private static String why(@Nullable Throwable fault) {
        return switch (fault) {
            case null -> "it did not answer";
            case HttpTimeoutException _ -> "it did not answer within " + PATIENCE.toSeconds() + " seconds";
            case ConnectException e when e.getMessage() == null -> "it cannot be reached";
            default -> fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        };
    }

    @Override
    public synchronized void close() {
        if (http != null) {
            http.shutdownNow();
        }
    }
}
