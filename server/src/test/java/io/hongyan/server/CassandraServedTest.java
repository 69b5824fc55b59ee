package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.store.VShard;
import io.hongyan.cassandra.server.CassandraServer;
import io.hongyan.cassandra.server.Jdk17;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.raw.Connecting;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.server.cluster.ClusterDesk;
import io.hongyan.server.data.DataFolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes with a real etcd and a real Cassandra, which has what outlives them.
class CassandraServedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static CassandraServer cassandra;

    @BeforeAll
    static void start() {
        Optional<Path> java = Jdk17.find();
        Assumptions.assumeTrue(java.isPresent(), Jdk17.MISSING);
        cassandra = CassandraServer.start(folder.resolve("cassandra"), java.orElseThrow(), false);
    }

    @AfterAll
    static void stop() {
        if (cassandra != null) {
            cassandra.close();
        }
    }

    private static String[] kept(String keySpace) {
        return new String[] {
            "store.engine=cassandra",
            "store.cassandra.contactPoints=[127.0.0.1:" + cassandra.address().getPort() + "]",
            "store.cassandra.replicationFactor=1",
            "store.cassandra.keySpace=" + keySpace
        };
    }

    private static RawClient client(Server server, Connecting connecting) {
        return new RawClient(server.ports().get("tcp")).connect(connecting);
    }

    private static Connecting lasting(String id) {
        return Connecting.as(Version.MQTT_3_1_1, id).lasting();
    }

    @Test
    void what_was_acknowledged_comes_from_the_next_node_when_the_one_that_had_the_session_is_gone() throws IOException {
        try (ClusterStage stage = new ClusterStage(Files.createDirectories(folder.resolve("cluster")))) {
            stage.issue("a");
            stage.issue("b");
            Server a = stage.start("a", kept("served"));
            try (Server b = stage.start("b", kept("served"));
                    ClusterDesk desk = ClusterDesk.open(stage.config("a").cluster())) {
                await().atMost(PATIENCE).until(() -> desk.status().moving() == 0);
                desk.move(VShard.ofClient("absent"), "a");
                await().atMost(PATIENCE)
                        .until(() ->
                                desk.owner(VShard.ofClient("absent")).orElse("").equals("a"));
                try (RawClient absent = client(b, lasting("absent"))) {
                    absent.expectAccepted();
                    absent.subscribe(QoS.AT_LEAST_ONCE, "news");
                }
                try (RawClient publisher = client(b, Connecting.as(Version.MQTT_5, "publisher"))) {
                    publisher.expectAccepted();
                    assertThat(publisher.publishReason("news", "while away")).isZero();
                    publisher.publishAndWait("kept", "retained", true);
                }
                a.close();
                await().atMost(PATIENCE).until(() -> desk.status().unowned() == 0);
                try (RawClient absent =
                        client(b, Connecting.as(Version.MQTT_3_1_1, "absent").resuming())) {
                    absent.expectAccepted();
                    absent.expectMessage("news", "while away");
                    absent.subscribe(QoS.AT_LEAST_ONCE, "kept");
                    absent.expectMessage("kept", "retained");
                }
            } finally {
                a.close();
            }
        }
        try (ClusterStage without = new ClusterStage(Files.createDirectories(folder.resolve("without metadata")))) {
            without.issue("a");
            assertThatThrownBy(() -> without.start("a", kept("served")))
                    .isInstanceOf(DataFolderException.class)
                    .hasMessageContaining("etcd has no metadata of this cluster, but the store holds sessions");
        }
    }

    @Test
    void a_data_folder_stays_with_its_engine_and_its_key_space() throws IOException {
        String data = "data=" + folder.resolve("alone");
        String[] quiet = {
            data,
            "bind=127.0.0.1",
            "profile=open",
            "auth.allowAnonymous=true",
            "listeners.tcp.port=auto",
            "listeners.tls.port=0",
            "listeners.ws.port=0",
            "listeners.wss.port=0",
            "listeners.amqp.port=0",
            "listeners.amqps.port=0",
            "metrics.port=0",
            "admin.port=0"
        };
        try (Server alone = ClusterStage.started(quiet, kept("alone"))) {
            client(alone, lasting("absent")).expectAccepted();
        }
        try (Server alone = ClusterStage.started(quiet, kept("alone"))) {
            client(alone, Connecting.as(Version.MQTT_3_1_1, "absent").resuming())
                    .expectAccepted();
        }
        assertThatThrownBy(() -> ClusterStage.started(quiet))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("was used with store.engine cassandra, key space alone");
        assertThatThrownBy(() -> ClusterStage.started(quiet, kept("other")))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("belongs to key space alone of Cassandra, not other");
        String[] fresh = quiet.clone();
        fresh[0] = "data=" + folder.resolve("fresh");
        assertThatThrownBy(() -> ClusterStage.started(fresh, kept("alone")))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("key space alone of Cassandra holds sessions or messages");
        try (Server alone = ClusterStage.started(quiet, kept("alone"));
                RawClient absent = client(
                        alone, Connecting.as(Version.MQTT_3_1_1, "absent").resuming())) {
            assertThat(absent.expectAccepted().sessionPresent()).isTrue();
        }
    }
}
