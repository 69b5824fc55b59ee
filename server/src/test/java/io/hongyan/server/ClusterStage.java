package io.hongyan.server;

import io.hongyan.cluster.etcd.EtcdServer;
import io.hongyan.server.cluster.ClusterFolder;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A cluster with a real etcd, of servers in this process, whose clients need no name.
final class ClusterStage implements AutoCloseable {
    static final String NAME = "stage";

    final EtcdServer etcd;
    private final Path folder;
    private final ClusterFolder authority;
    private final HttpClient http = HttpClient.newHttpClient();

    ClusterStage(Path folder) throws IOException {
        this.folder = folder;
        this.etcd = EtcdServer.start(folder);
        this.authority = new ClusterFolder(folder.resolve("authority"));
        var _ = authority.init(config("none"), false);
    }

    Path data(String node) {
        return folder.resolve(node);
    }

    /// Makes the files of a node.
    void issue(String node) throws IOException {
        authority.issue(node, data(node));
    }

    List<String> settings(String node, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "data=" + data(node),
                "bind=127.0.0.1",
                "profile=open",
                "auth.allowAnonymous=true",
                "broker.shards=2",
                "cluster.enabled=true",
                "cluster.name=" + NAME,
                "cluster.node=" + node,
                "cluster.etcd.endpoints=" + etcd.endpoint(),
                "cluster.link.bind=127.0.0.1",
                "cluster.link.port=auto",
                "cluster.lease=3s",
                "cluster.movesPerSecond=10000"));
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps")) {
            all.add("listeners." + off + ".port=0");
        }
        all.addAll(List.of("listeners.tcp.port=auto", "metrics.port=auto", "admin.port=auto"));
        all.addAll(List.of(more));
        return all;
    }

    ServerConfig config(String node, String... more) {
        return new ConfigSource(null, Map.of(), settings(node, more)).read(new ArrayList<>());
    }

    Server start(String node, String... more) throws IOException {
        return Server.start(config(node, more));
    }

    /// What the port of the metrics answers.
    HttpResponse<String> get(Server server, String path) throws IOException {
        URI place = URI.create("http://127.0.0.1:" + server.ports().get("metrics") + path);
        try {
            return http.send(HttpRequest.newBuilder(place).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Starts a service with settings.
    static Server started(String[] settings, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(settings));
        all.addAll(List.of(more));
        return Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>()));
    }

    @Override
    public void close() {
        http.close();
        etcd.close();
    }
}
