package io.hongyan.server;

import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.AdminKey;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server with a listener for MQTT, metrics and the administration, and somebody who asks the latter.
///
/// @param data the data folder
record AdministeredServer(Server server, Path data, HttpClient http) implements AutoCloseable {
    static AdministeredServer start(Path data, String... more) throws IOException {
        List<String> settings = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1"));
        for (String on : List.of("listeners.tcp", "metrics", "admin")) {
            settings.add(on + ".port=auto");
        }
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        settings.addAll(List.of(more));
        Server server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        return new AdministeredServer(server, data, HttpClient.newHttpClient());
    }

    Operator operator() {
        return new Operator(server.ports(), data);
    }

    int port(String listener) {
        return server.ports().get(listener);
    }

    /// Of the administration.
    String key() throws IOException {
        return AdminKey.readOrMake(data, new SecureRandom());
    }

    /// The answer, whatever its status.
    HttpResponse<String> send(String method, String path, String body) throws IOException {
        return send(key(), method, path, body);
    }

    /// The answer to another key.
    HttpResponse<String> send(String key, String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port("admin") + path))
                .header("Authorization", "Bearer " + key)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /// The answer to a request that is done.
    JsonFields ask(String path) throws IOException {
        return operator().ask(path);
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
