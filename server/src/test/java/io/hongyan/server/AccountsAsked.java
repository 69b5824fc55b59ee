package io.hongyan.server;

import io.hongyan.server.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/// Accounts, and their logins.
final class AccountsAsked {
    private final DescribedApi api;
    private String cookie = "";

    AccountsAsked(DescribedApi api) {
        this.api = api;
    }

    void ask() throws Exception {
        api.get("/accounts");
        Map<String, ?> account = Map.of("name", "guest", "role", "viewer", "instances", List.of());
        String password = api.post("/accounts", account).text("password");
        api.refused(409, "POST", "/accounts", account);
        api.refused(404, "POST", "/accounts/nobody/password", Map.of());
        session(200, "GET", "/session/ways", Map.of());
        session(401, "POST", "/session", Map.of("account", "guest", "password", "wrong"));
        session(200, "POST", "/session", Map.of("account", "guest", "password", password));
        session(200, "GET", "/session", Map.of());
        session(400, "POST", "/session/password", Map.of("current", password, "password", "short"));
        session(200, "POST", "/session/password", Map.of("current", password, "password", "correct horse battery"));
        api.get("/accounts"); // now one has logged in
        session(200, "DELETE", "/session", Map.of());
        session(401, "GET", "/session", Map.of());
        for (int i = 0; i < 10; i++) {
            send("POST", "/session", Map.of("account", "nobody", "password", "wrong"));
        }
        session(429, "POST", "/session", Map.of("account", "nobody", "password", "wrong"));
        api.done("PATCH", "/accounts/guest", Map.of("role", "operator", "enabled", false));
        api.post("/accounts/guest/password", Map.of());
        api.done("DELETE", "/accounts/guest", Map.of());
    }

    private void session(int status, String method, String path, Map<String, ?> body) throws Exception {
        api.check(method, path, status, send(method, path, body));
    }

    private HttpResponse<String> send(String method, String path, Map<String, ?> body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + api.server().port("admin") + path))
                .method(method, BodyPublishers.ofString(body.isEmpty() ? "" : Json.line(body)))
                .headers("X-Hongyan-Console", "1", "Cookie", "a=1; " + cookie)
                .build();
        HttpResponse<String> answer = api.server().http().send(request, BodyHandlers.ofString());
        answer.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", -1)[0]);
        return answer;
    }
}
