package io.hongyan.cli.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.server.program.ProgramName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to the admin interface of a service, which `docs/admin.md` describes.
final class AdminClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /// A connection to another system is tried for 40 seconds at most.
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(45);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private static final String PORT = "the port of the admin interface is that of the key admin.port, "
            + AdminOptions.DEFAULT_PORT + " unless the configuration has another";

    private final URI address;
    private final String key;
    private final @Nullable Path trusted;

    /// @param trusted file of the certificates to believe; null = the system's
    AdminClient(URI address, String key, @Nullable Path trusted) {
        this.address = address;
        this.key = key;
        this.trusted = trusted;
    }

    Map<String, Object> get(String... path) {
        return send("GET", BodyPublishers.noBody(), path);
    }

    /// @param query parameters, by name
    Map<String, Object> get(Map<String, String> query, String... path) {
        return send("GET", BodyPublishers.noBody(), text(query), path);
    }

    private static String text(Map<String, String> query) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) ->
                text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value)));
        return text.toString();
    }

    Map<String, Object> delete(String... path) {
        return send("DELETE", BodyPublishers.noBody(), path);
    }

    /// @param query parameters, by name
    Map<String, Object> delete(Map<String, String> query, String... path) {
        return send("DELETE", BodyPublishers.noBody(), text(query), path);
    }

    Map<String, Object> put(Map<String, Object> body, String... path) {
        return send("PUT", BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)), path);
    }

    Map<String, Object> post(Map<String, Object> body, String... path) {
        return send("POST", BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)), path);
    }

    Map<String, Object> patch(Map<String, Object> body, String... path) {
        return send("PATCH", BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)), path);
    }

    /// Reads an answer that comes line by line, each a JSON object, until it ends.
    ///
    /// @param longest how long it takes at most
    void lines(Map<String, Object> body, Duration longest, Consumer<Map<String, Object>> consumer, String... path) {
        BodyPublisher text = BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body));
        exchange("POST", text, "", path, longest.plus(ANSWER_TIMEOUT), (client, request) -> {
            HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    return answer(response.statusCode(), lines.collect(Collectors.joining("\n")));
                }
                lines.forEach(line -> consumer.accept(object(line, response.statusCode())));
                return Map.of();
            } catch (UncheckedIOException cut) {
                throw new Failure(Exit.LOST, "the service closed the connection (" + reason(cut) + ")");
            }
        });
    }

    private static String reason(UncheckedIOException cut) {
        return String.valueOf(
                cut.getCause() == null ? cut.getMessage() : cut.getCause().getMessage());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    private Map<String, Object> send(String method, BodyPublisher body, String... path) {
        return send(method, body, "", path);
    }

    private Map<String, Object> send(String method, BodyPublisher body, String query, String[] path) {
        return exchange(method, body, query, path, ANSWER_TIMEOUT, (client, request) -> {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString(UTF_8));
            return answer(response.statusCode(), response.body());
        });
    }

    private interface Exchange {
        Map<String, Object> run(HttpClient client, HttpRequest request) throws IOException, InterruptedException;
    }

    private Map<String, Object> exchange(
            String method, BodyPublisher body, String query, String[] path, Duration patience, Exchange exchange) {
        StringBuilder target = new StringBuilder(address.toString());
        for (String part : path) {
            target.append('/').append(encoded(part));
        }
        target.append(query);
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (trusted != null) {
            builder.sslContext(AdminTrust.of(trusted));
        }
        try (HttpClient client = builder.build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(target.toString()))
                    .timeout(patience)
                    .header("Authorization", "Bearer " + key)
                    .header("Content-Type", "application/json")
                    .method(method, body)
                    .build();
            return exchange.run(client, request);
        } catch (IOException e) {
            throw new Failure(Exit.UNREACHABLE, unreachable(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.INTERRUPTED, "interrupted");
        } catch (IllegalArgumentException e) {
            throw Failure.usage("the admin key cannot stand in an HTTP header: " + e.getMessage());
        }
    }

    private String unreachable(IOException fault) {
        if (fault instanceof SSLException) {
            return address + " does not answer with TLS, or shows a certificate that is not believed ("
                    + fault.getMessage() + "); write http:// unless admin.kind is https, and name who issued the"
                    + " certificate with --admin-cafile";
        }
        if (fault instanceof ConnectException || fault instanceof HttpTimeoutException) {
            return "no service answers at " + address + "; start it with '" + ProgramName.command("serve")
                    + "', or name the running one with --data or --admin-url";
        }
        return address + " does not answer as the admin interface does (" + fault.getMessage()
                + "); its port is that of" + " admin.port, " + AdminOptions.DEFAULT_PORT
                + " unless the configuration says otherwise";
    }

    private Map<String, Object> object(String text, int status) {
        try {
            return JsonMapper.shared().readValue(text, OBJECT);
        } catch (JacksonException e) {
            throw new Failure(
                    Exit.REJECTED,
                    address + " answered status " + status + " as the admin interface never does; " + PORT);
        }
    }

    private Map<String, Object> answer(int status, String text) {
        Map<String, Object> body = object(text, status);
        if (status == 200) {
            return body;
        }
        String message = String.valueOf(body.getOrDefault("message", "status " + status));
        if (status == 404 && message.contains("/metrics")) {
            throw new Failure(Exit.REJECTED, address + " is the port of the metrics; " + PORT);
        }
        String advice = status == 401 ? "; check --data or --admin-key" : "";
        throw new Failure(Exit.REJECTED, message + advice);
    }
}
