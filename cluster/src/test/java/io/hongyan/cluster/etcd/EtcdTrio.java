package io.hongyan.cluster.etcd;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Three members of one etcd cluster.
public final class EtcdTrio implements AutoCloseable {
    private final List<EtcdServer> servers;

    private EtcdTrio(Path folder) {
        servers = IntStream.range(0, 3)
                .mapToObj(i -> new EtcdServer("etcd" + i, folder))
                .toList();
        String peers = servers.stream().map(EtcdServer::peer).collect(Collectors.joining(","));
        servers.forEach(server -> server.cluster(peers));
    }

    /// Starts them, and waits until they answer.
    public static EtcdTrio start(Path folder) {
        var trio = new EtcdTrio(folder);
        trio.launch();
        return trio;
    }

    /// Starts all, which go on with what is in their folders.
    public void launch() {
        servers.forEach(EtcdServer::launch);
        servers.forEach(EtcdServer::awaitReady);
    }

    /// Host and port of each.
    public List<String> endpoints() {
        return servers.stream().map(EtcdServer::endpoint).toList();
    }

    public List<EtcdServer> servers() {
        return servers;
    }

    /// The member that leads.
    public EtcdServer leader() {
        Awaitility.await().until(() -> servers.stream().anyMatch(EtcdServer::isLeader));
        return servers.stream().filter(EtcdServer::isLeader).findFirst().orElseThrow();
    }

    @Override
    public void close() {
        servers.forEach(EtcdServer::close);
    }
}
