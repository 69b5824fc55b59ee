package io.hongyan.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cluster.deliver.SmallClient;
import io.hongyan.cluster.etcd.EtcdAgreement;
import io.hongyan.cluster.etcd.EtcdOptions;
import io.hongyan.cluster.etcd.EtcdServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole nodes with a real etcd, real links and a store that they share.
class ClusterNodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private EtcdServer etcd;
    private final MemoryStore store = MemoryStore.lasting();
    private final List<WholeNode> nodes = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void start() {
        etcd = EtcdServer.start(folder);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
        nodes.forEach(WholeNode::kill);
        etcd.close();
        assertThat(nodes).allSatisfy(node -> assertThat(node.faults).isEmpty());
    }

    private WholeNode node(String name, int movesPerSecond) {
        WholeNode node = new WholeNode(
                name,
                new EtcdAgreement(new EtcdOptions(List.of(etcd.endpoint()), "/hongyan/test/")),
                store,
                movesPerSecond);
        nodes.add(node);
        return node;
    }

    private void threeNodes() {
        node("a", 100_000);
        node("b", 100_000);
        node("c", 100_000);
        awaitServed();
        assertThat(nodes).allSatisfy(node -> assertThat(node.served()).isGreaterThan(1000));
    }

    /// Waits until all nodes agree that all is served, by equal parts.
    private void awaitServed() {
        int share = VShard.COUNT / nodes.size();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> nodes.stream()
                        .allMatch(node -> node.node.joined().isDone()
                                && node.node.served().unserved() == null
                                && Math.abs(node.served() - share) < share / 10));
    }

    private SmallClient client(WholeNode node, String name, boolean clean) {
        SmallClient client = new SmallClient(node.port(), name, clean);
        open.add(client);
        return client;
    }

    private static void await(CompletableFuture<Void> answer) {
        answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private WholeNode server(String client) {
        return nodes.stream()
                .filter(node -> {
                    var server = node.node.served().server(VShard.ofClient(client));
                    return server != null && server.node().name().equals(node.name);
                })
                .findAny()
                .orElseThrow();
    }

    private WholeNode other(WholeNode than) {
        return nodes.get((nodes.indexOf(than) + 1) % nodes.size());
    }

    @Test
    void clients_of_any_node_talk_to_clients_of_any_other() {
        threeNodes();
        List<SmallClient> clients = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            clients.add(client(nodes.get(i % 3), "client" + i, true));
            await(clients.get(i).subscribe("all/+", 1));
        }
        for (int i = 0; i < 12; i++) {
            await(clients.get(i).publish("all/" + i, "m", i % 3));
        }
        for (SmallClient client : clients) {
            List<String> got = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                got.add(client.next());
            }
            assertThat(got)
                    .containsExactlyInAnyOrder(
                            "all/0=m",
                            "all/1=m",
                            "all/2=m",
                            "all/3=m",
                            "all/4=m",
                            "all/5=m",
                            "all/6=m",
                            "all/7=m",
                            "all/8=m",
                            "all/9=m",
                            "all/10=m",
                            "all/11=m");
        }
        await(clients.get(0).publish("p2p/client7", "direct", 1));
        assertThat(clients.get(7).next()).isEqualTo("p2p/client7=direct");
    }

    @Test
    void what_was_acknowledged_outlives_the_node_that_is_killed() {
        threeNodes();
        SmallClient before = client(nodes.getFirst(), "absent", false);
        await(before.subscribe("t", 1));
        before.close();
        WholeNode victim = server("absent");
        WholeNode survivor = other(victim);
        String publisherName = "publisher";
        while (server(publisherName) == victim) {
            publisherName += "x";
        }
        SmallClient publisher = client(survivor, publisherName, true);
        await(publisher.publish("t", "before", 1));
        victim.kill();
        nodes.remove(victim);
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(publisher.publish("t", "m" + i, 1));
        }
        answers.forEach(ClusterNodeTest::await);
        SmallClient after = client(survivor, "absent", false);
        assertThat(after.next()).isEqualTo("t=before");
        for (int i = 0; i < 50; i++) {
            assertThat(after.next()).isEqualTo("t=m" + i);
        }
        await(publisher.publish("t", "last", 1));
        assertThat(after.next()).isEqualTo("t=last");
        awaitServed();
    }

    @Test
    void nothing_acknowledged_is_lost_while_nodes_come_and_go() {
        node("a", 2_000);
        node("b", 2_000);
        awaitServed();
        try (SteadyTraffic traffic = new SteadyTraffic(nodes.getFirst().port(), 4)) {
            traffic.awaitAcknowledged(200);
            node("c", 2_000);
            awaitServed();
            traffic.awaitAcknowledged(200);
            WholeNode leaving = nodes.remove(1);
            leaving.leave();
            awaitServed();
            traffic.awaitAcknowledged(200);
            node("d", 2_000);
            awaitServed();
            traffic.awaitAcknowledged(200);
            traffic.finish();
        }
    }

    @Test
    void a_cluster_whose_etcd_stood_still_goes_on_when_it_is_back() {
        threeNodes();
        SmallClient before = client(nodes.getFirst(), "absent", false);
        await(before.subscribe("t", 1));
        etcd.pause();
        await(before.ended);
        Awaitility.await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(node -> node.losses.get() == 1));
        etcd.resume();
        awaitServed();
        SmallClient publisher = client(nodes.get(1), "publisher", true);
        await(publisher.publish("t", "m", 1));
        assertThat(client(nodes.get(2), "absent", false).next()).isEqualTo("t=m");
    }
}
