package io.hongyan.conformance.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the administration with the key of the data folder.
///
/// @param url of its port
/// @param data the folder
record Administration(String url, Path data) {
    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send("POST", path, JsonMapper.shared().writeValueAsString(body));
    }

    private JsonNode send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, BodyPublishers.ofString(body))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("admin.key")).strip())
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode())
                    .as(method + " " + path + ": " + response.body())
                    .isEqualTo(200);
            return JsonMapper.shared().readTree(response.body());
        }
    }

    /// As a part of a path.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
