package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.AdminKey;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;

/// Looks at a running server from outside: its metrics, and what administration tells.
///
/// @param data the server's folder
record Operator(Map<String, Integer> ports, Path data) {
    /// The metric with that name and those labels, as they are written; 0 when it is not there.
    double metric(String name) throws IOException {
        for (String line : metrics().lines().toList()) {
            if (line.startsWith(name + " ")) {
                return Double.parseDouble(line.substring(name.length() + 1));
            }
        }
        return 0;
    }

    /// All metrics, as they are written.
    String metrics() throws IOException {
        return get("metrics", "/metrics");
    }

    JsonFields ask(String path) throws IOException {
        return Json.object(get("admin", path));
    }

    /// Asks the administration for a change.
    JsonFields change(String method, String path, String body) throws IOException {
        return Json.object(send("admin", method, path, body));
    }

    private String get(String endpoint, String path) throws IOException {
        return send(endpoint, "GET", path, "");
    }

    private String send(String endpoint, String method, String path, String body) throws IOException {
        HttpResponse<String> response = answer(endpoint, method, path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body();
    }

    /// What the administration answers, whatever that is.
    HttpResponse<String> answer(String method, String path, String body) throws IOException {
        return answer("admin", method, path, body);
    }

    private HttpResponse<String> answer(String endpoint, String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.get(endpoint) + path))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", "Bearer " + AdminKey.readOrMake(data, new SecureRandom()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
