package io.hongyan.cluster.owner;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.etcd.EtcdServer;
import io.hongyan.cluster.etcd.EtcdTrio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/// Prints how long changes of owners take with three real etcds. A program to run by hand; no test runs it.
final class OwnershipMeasurement {
    private static final System.Logger LOG = System.getLogger(OwnershipMeasurement.class.getName());

    private final EtcdTrio etcd;
    private final AtomicLongArray epochs = new AtomicLongArray(VShard.COUNT);
    private final List<RealNode> nodes = new ArrayList<>();

    private OwnershipMeasurement(EtcdTrio etcd) {
        this.etcd = etcd;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("ownership");
        try (EtcdTrio etcd = EtcdTrio.start(folder)) {
            new OwnershipMeasurement(etcd).run();
        }
    }

    private void run() {
        nodes.add(new RealNode("a", etcd.endpoints(), epochs));
        measure("one node, from its start until it owns all 4,096 (settling for 1 s)", () -> owned() == VShard.COUNT);
        nodes.add(new RealNode("b", etcd.endpoints(), epochs));
        nodes.add(new RealNode("c", etcd.endpoints(), epochs));
        measure(
                "two more, until each has its part (4,000 moves a second)",
                () -> owned() == VShard.COUNT && nodes.stream().allMatch(node -> node.owned() > 1_200));
        for (int i = 0; i < 3; i++) {
            RealNode dead = nodes.remove(0);
            dead.kill();
            measure("a node killed, until all is owned by the others", () -> owned() == VShard.COUNT);
            nodes.add(new RealNode("n" + i, etcd.endpoints(), epochs));
            measure(
                    "another one in its place, until it has its part",
                    () -> owned() == VShard.COUNT && nodes.stream().allMatch(node -> node.owned() > 1_200));
        }
        EtcdServer leader = etcd.leader();
        leader.kill();
        measure(
                "etcd's leader killed, until there is another one",
                () -> etcd.servers().stream().anyMatch(server -> server != leader && server.isLeader()));
        leader.launch();
        leader.awaitReady();
        etcd.servers().forEach(EtcdServer::kill);
        measure("all of etcd killed, until no node owns anything", () -> owned() == 0);
        etcd.launch();
        measure("all of etcd answers again, until all is owned", () -> owned() == VShard.COUNT);
        nodes.forEach(RealNode::close);
    }

    private int owned() {
        return nodes.stream().mapToInt(RealNode::owned).sum();
    }

    private static void measure(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
        long millis = (System.nanoTime() - start) / 1_000_000;
        LOG.log(System.Logger.Level.INFO, () -> what + ": " + millis + " ms");
    }
}
