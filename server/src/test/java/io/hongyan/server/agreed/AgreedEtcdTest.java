package io.hongyan.server.agreed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.cloud.metadata.AccessKey;
import io.hongyan.cloud.metadata.Group;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.MetadataException;
import io.hongyan.cloud.metadata.MetadataException.Kind;
import io.hongyan.cloud.metadata.MetadataSnapshot;
import io.hongyan.cloud.metadata.MetadataStore;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.RevokedToken;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import io.hongyan.cluster.etcd.EtcdAgreement;
import io.hongyan.cluster.etcd.EtcdOptions;
import io.hongyan.cluster.etcd.EtcdServer;
import io.hongyan.server.data.SecretsKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what holds on the model holds with a real etcd, which is killed and comes back.
class AgreedEtcdTest {
    private static final String ID = "mqtt-cn-12345678";

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final List<Node> nodes = new ArrayList<>();
    private EtcdServer server;

    private record Node(EtcdAgreement agreement, Agreed agreed, Metadata metadata) {}

    @BeforeEach
    void start() {
        EtcdServer.assumeInstalled();
        server = EtcdServer.start(folder);
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> {
            node.agreed().close();
            node.agreement().close();
        });
        if (server != null) {
            server.close();
        }
    }

    private Node node(String name) {
        var agreement = new EtcdAgreement(new EtcdOptions(List.of(server.endpoint()), "/hongyan/test/"));
        Agreed agreed = Agreed.open(agreement, name, folder, SecretsKey.read(folder, "", random), random);
        var node = new Node(agreement, agreed, Metadata.open(agreed.metadata(), new SystemClock(), random));
        nodes.add(node);
        return node;
    }

    private static ConditionFactory patiently() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    private static List<String> groups(Node node) {
        return node.metadata().snapshot().instance(ID).orElseThrow().groups().stream()
                .map(Group::id)
                .toList();
    }

    private static void awaitSame(Node a, Node b) {
        patiently().until(() -> a.metadata().snapshot().equals(b.metadata().snapshot()));
    }

    @Test
    void three_nodes_that_change_at_once_lose_nothing() throws Exception {
        List<Node> three = List.of(node("a"), node("b"), node("c"));
        three.getFirst().metadata().createInstance(ID, Profile.CLOUD);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (Node node : three) {
                int from = 100 * three.indexOf(node);
                tasks.add(() -> {
                    IntStream.range(from, from + 20)
                            .forEach(i -> node.metadata().createGroup(ID, "GID_number" + i));
                    return true;
                });
            }
            for (Future<Boolean> done : threads.invokeAll(tasks)) {
                assertThat(done.get()).isTrue();
            }
        }
        three.forEach(node -> awaitSame(three.getFirst(), node));
        assertThat(groups(three.getFirst())).hasSize(60).doesNotHaveDuplicates();
        assertThat(node("late").metadata().snapshot())
                .isEqualTo(three.getFirst().metadata().snapshot());
    }

    @Test
    void while_etcd_is_away_changes_are_refused_and_then_all_goes_on() {
        Node a = node("a");
        Node b = node("b");
        List<String> heard = new CopyOnWriteArrayList<>();
        b.agreed().changes().listen(RecordKind.CUSTOM, new RecordChanges.Listener() {
            @Override
            public void changed(List<String> names) {
                heard.add(names.getLast());
            }

            @Override
            public void everything() {
                heard.add("everything");
            }
        });
        a.metadata().createInstance(ID, Profile.CLOUD);
        a.agreed().changes().tell(RecordKind.CUSTOM, ID, "CLIENT", "before");
        patiently().until(() -> heard.contains("before"));
        awaitSame(a, b);
        server.kill();

        assertThatThrownBy(() -> a.metadata().createGroup(ID, "GID_one"))
                .isInstanceOfSatisfying(
                        MetadataException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("etcd");
        assertThat(groups(a)).isEmpty();
        a.agreed().changes().tell(RecordKind.CUSTOM, ID, "CLIENT", "meanwhile");
        server.launch();
        server.awaitReady();

        patiently().until(() -> heard.contains("meanwhile") || heard.contains("everything"));
        patiently().until(() -> {
            try {
                a.metadata().createGroup(ID, "GID_two");
                return true;
            } catch (MetadataException e) {
                return false;
            }
        });
        awaitSame(a, b);
        assertThat(groups(b)).contains("GID_two");
    }

    @Test
    void as_much_as_there_may_be_is_taken_and_given_back() {
        Node a = node("a");
        a.metadata().createInstance(ID, Profile.CLOUD);
        MetadataSnapshot now = a.metadata().snapshot();
        List<AccessKey> keys = IntStream.range(0, 20_000)
                .mapToObj(i -> new AccessKey("LTAI" + (1_000_000 + i), "secret" + i))
                .toList();
        List<RevokedToken> tokens = IntStream.range(0, 100_000)
                .mapToObj(i -> new RevokedToken("abcdefghijklmnopqrstuv" + i, Long.MAX_VALUE - i))
                .toList();
        MetadataStore store = a.agreed().metadata();
        var large = new MetadataSnapshot(now.instances(), List.of(), keys, now.connections(), tokens, now.tokenKey());
        assertThat(store.replace(store.read(), large).saved()).isTrue();

        patiently().until(() -> a.metadata().snapshot().equals(large));
        Node b = node("b");
        b.metadata().enableAccessKey("LTAI1000007", false);

        patiently()
                .until(() -> !a.metadata()
                        .snapshot()
                        .accessKey("LTAI1000007")
                        .orElseThrow()
                        .enabled());
        assertThat(a.metadata().snapshot()).isEqualTo(b.metadata().snapshot());
    }
}
