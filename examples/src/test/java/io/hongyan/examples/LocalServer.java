package io.hongyan.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.server.Server;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A complete service in profile cloud after its first start, on free ports.
final class LocalServer implements AutoCloseable {
    private final Path data;
    private final Server server;
    private final Credentials credentials;

    LocalServer(Path folder) throws IOException {
        data = folder.resolve("data");
        List<String> settings =
                new ArrayList<>(List.of("data=" + data, "profile=cloud", "bind=127.0.0.1", "broker.shards=2"));
        for (String part : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "admin")) {
            settings.add(part + ".port=auto");
        }
        settings.add("metrics.port=0");
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        credentials = Credentials.read(data).orElseThrow();
    }

    int port(String listener) {
        return server.ports().get(listener);
    }

    Settings settings() {
        return settings(port("tcp"));
    }

    /// @param port where the client connects
    Settings settings(int port) {
        return new Settings(
                credentials.accessKey(),
                credentials.secretKey(),
                "127.0.0.1:" + port,
                credentials.instance(),
                credentials.topic(),
                credentials.group(),
                "ws://127.0.0.1:" + port("ws") + "/mqtt");
    }

    /// What `hongyan token apply` gives.
    String token() throws IOException, InterruptedException {
        String wish = """
                {"accessKey": "%s", "resources": ["%s/#"], "actions": "R,W", "expireSeconds": 600}
                """.formatted(credentials.accessKey(), credentials.topic());
        URI uri = URI.create("http://127.0.0.1:" + port("admin") + "/instances/" + credentials.instance() + "/tokens");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .POST(BodyPublishers.ofString(wish))
                .header("Authorization", "Bearer " + AdminKey.readOrMake(data, new SecureRandom()))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return Json.object(http.send(request, BodyHandlers.ofString(UTF_8)).body())
                    .text("token");
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
