package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.json.Json;
import io.hongyan.server.json.JsonFields;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A server whose clients need no name, with two shards, and what its administration answers about its instance.
final class OpenServer implements AutoCloseable {
    private final Path data;
    private final List<String> settings;
    private Server server;
    private Operator operator;
    private final String instance;

    OpenServer(Path data, String... more) throws IOException {
        this.data = data;
        settings = new ArrayList<>(List.of(
                "data=" + data, "bind=127.0.0.1", "profile=open", "auth.allowAnonymous=true", "broker.shards=2"));
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            settings.add("listeners." + off + ".port=0");
        }
        settings.addAll(List.of("listeners.tcp.port=auto", "metrics.port=0", "admin.port=auto"));
        settings.addAll(List.of(more));
        start();
        instance = operator.ask("/instances").objects("instances").getFirst().text("id");
    }

    private void start() throws IOException {
        server = Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()));
        operator = new Operator(server.ports(), data);
    }

    void restart() throws IOException {
        server.close();
        start();
    }

    Server server() {
        return server;
    }

    Operator operator() {
        return operator;
    }

    String instance() {
        return instance;
    }

    /// @param path below that of the instance
    JsonFields ask(String path) throws IOException {
        return operator.ask("/instances/" + instance + path);
    }

    /// @param path below that of the instance
    JsonFields change(String method, String path, String body) throws IOException {
        return operator.change(method, "/instances/" + instance + path, body);
    }

    /// @param path below that of the instance
    void expectRefusal(int status, String method, String path, String body, String... words) throws IOException {
        HttpResponse<String> answer = operator.answer(method, "/instances/" + instance + path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(Json.object(answer.body()).text("message")).contains(words);
    }

    /// A client of 5.0 that is in.
    RawClient client(String id) {
        return client(Connecting.as(Version.MQTT_5, id));
    }

    RawClient client(Connecting connecting) {
        RawClient client = new RawClient(server.ports().get("tcp")).connect(connecting);
        client.expectAccepted();
        return client;
    }

    @Override
    public void close() {
        server.close();
    }
}
