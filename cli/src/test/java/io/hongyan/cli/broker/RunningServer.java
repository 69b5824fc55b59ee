package io.hongyan.cli.broker;

import io.hongyan.server.Server;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A whole server of ours on free ports.
record RunningServer(Server server, Path data) implements AutoCloseable {
    static RunningServer start(Path folder, String... settings) throws IOException {
        Path data = folder.resolve("data");
        List<String> all = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1", "broker.shards=2"));
        for (String part : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "admin")) {
            all.add(part + ".port=auto");
        }
        all.add("metrics.port=0");
        all.addAll(List.of(settings));
        return new RunningServer(Server.start(new ConfigSource(null, Map.of(), all).read(new ArrayList<>())), data);
    }

    int port(String listener) {
        return server.ports().get(listener);
    }

    Path certificate() {
        return SelfSigned.certificate(data);
    }

    Ports ports() {
        return new Ports(port("tcp"), port("tls"), port("ws"), certificate());
    }

    @Override
    public void close() {
        server.close();
    }
}
