package io.hongyan.conformance.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks the administration with the key of the data folder.
///
/// @param url of its port
/// @param data the folder
record Administration(String url, Path data) {
    private static final int OK = 200;

    JsonNode get(String path) throws IOException, InterruptedException {
        return done("GET", path, "");
    }

    JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return done("POST", path, json(body));
    }

    JsonNode delete(String path) throws IOException, InterruptedException {
        return done("DELETE", path, "");
    }

    /// The texts of a field of each object in a list of an answer, or the texts themselves.
    ///
    /// @param field empty where the list has texts
    List<String> list(String path, String list, String field) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        get(path)
                .path(list)
                .forEach(each -> texts.add(
                        field.isEmpty() ? each.asString() : each.path(field).asString()));
        return texts;
    }

    /// The object of a list whose field has that text.
    JsonNode one(String path, String list, String field, String text) throws IOException, InterruptedException {
        for (JsonNode each : get(path).path(list)) {
            if (each.path(field).asString("").equals(text)) {
                return each;
            }
        }
        throw new AssertionError("no " + field + " " + text + " in " + path);
    }

    boolean has(String path) throws IOException, InterruptedException {
        return send("GET", path, "", bearer()).statusCode() == OK;
    }

    private JsonNode done(String method, String path, String body) throws IOException, InterruptedException {
        var response = send(method, path, body, bearer());
        assertThat(response.statusCode())
                .as(method + " " + path + ": " + response.body())
                .isEqualTo(OK);
        return JsonMapper.shared().readTree(response.body());
    }

    private String[] bearer() throws IOException {
        return new String[] {
            "Authorization",
            "Bearer " + Files.readString(data.resolve("admin.key")).strip()
        };
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, BodyPublishers.ofString(body))
                .headers(headers)
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }

    /// Makes an account that has this password already, so that its first login is like any other.
    void account(String name, String role, List<String> instances, String password)
            throws IOException, InterruptedException {
        String once = post("/accounts", Map.of("name", name, "role", role, "instances", instances))
                .path("password")
                .asString();
        String header = "X-Hongyan-Console";
        var session = send("POST", "/session", json(Map.of("account", name, "password", once)), header, "1");
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
        Map<String, String> change = Map.of("current", once, "password", password);
        var changed = send("POST", "/session/password", json(change), header, "1", "Cookie", cookie);
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(OK);
    }

    private static String json(Map<String, ?> body) {
        return JsonMapper.shared().writeValueAsString(body);
    }

    /// As a part of a path.
    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
