package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.json.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A server, and browsers that log in to its console.
abstract class ConsoleStage {
    static final String OWN = "correct horse battery";

    @TempDir
    private Path folder;

    final HttpClient http = HttpClient.newHttpClient();
    Server server;
    String first;

    @BeforeEach
    void start() throws Exception {
        List<String> settings = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "admin.port=auto"));
        settings.add("metrics.port=0");
        settings.add("listeners.tcp.port=auto");
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        settings.addAll(more());
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        first = Files.readString(data().resolve("console.password")).strip();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    /// Further settings of the configuration.
    List<String> more() throws Exception {
        return List.of();
    }

    Path data() {
        return folder.resolve("data");
    }

    /// A browser that is logged in, or not yet.
    final class Browser {
        String cookie = "";

        HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString(body));
            if (headers.length == 0) {
                request.header("X-Hongyan-Console", "1");
            } else {
                request.headers(headers);
            }
            if (!cookie.isEmpty()) {
                request.header("Cookie", "other=1; " + cookie);
            }
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            response.headers().firstValue("Set-Cookie").ifPresent(set -> cookie = set.split(";", -1)[0]);
            return response;
        }

        HttpResponse<String> logIn(String account, String password) throws Exception {
            return send("POST", "/session", Json.line(Map.of("account", account, "password", password)));
        }

        int status(String method, String path, String body) throws Exception {
            return send(method, path, body).statusCode();
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.ports().get("admin") + path);
    }

    Browser administrator() throws Exception {
        Browser browser = new Browser();
        assertThat(browser.logIn("admin", first).statusCode()).isEqualTo(200);
        String change = Json.line(Map.of("current", first, "password", OWN));
        assertThat(browser.status("POST", "/session/password", change)).isEqualTo(200);
        return browser;
    }

    /// Makes an account, and logs it in with a password of its own.
    Browser browser(Browser administrator, String name, String role, List<String> instances) throws Exception {
        HttpResponse<String> made = administrator.send(
                "POST", "/accounts", Json.line(Map.of("name", name, "role", role, "instances", instances)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
        String password = Json.object(made.body()).text("password");
        Browser browser = new Browser();
        browser.logIn(name, password);
        String change = Json.line(Map.of("current", password, "password", name + OWN));
        assertThat(browser.status("POST", "/session/password", change)).isEqualTo(200);
        return browser;
    }
}
