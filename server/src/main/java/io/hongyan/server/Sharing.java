package io.hongyan.server;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.Cluster;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.server.admin.InstanceDeletion;
import io.hongyan.server.agreed.Agreed;
import io.hongyan.server.cluster.ClusterMembership;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.SecretsKey;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.transport.endpoint.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What this service shares with the other nodes of its cluster. Alone it shares nothing, and both are null.
///
/// @param cluster the node
/// @param agreed what all nodes agree on
record Sharing(
        @Nullable ClusterMembership cluster, @Nullable Agreed agreed) {
    private static final Sharing NOTHING = new Sharing(null, null);

    /// Finds the cluster, if the service belongs to one.
    ///
    /// @param stopped whether the start is to be given up
    /// @param closing closes it
    static Sharing open(
            ServerConfig config,
            Path folder,
            SecretsKey secrets,
            Clock clock,
            SecureRandom random,
            BooleanSupplier stopped,
            CloseStack closing) {
        if (!config.cluster().enabled()) {
            return NOTHING;
        }
        ClusterMembership cluster = closing.add(ClusterMembership.open(config, folder, clock, stopped));
        Agreed agreed = closing.add(Agreed.open(cluster.agreement(), cluster.name(), folder, secrets, random));
        cluster.log().whenLeft(agreed::nodeLeft);
        return new Sharing(cluster, agreed);
    }

    /// Reads the data folder, and the metadata where they are.
    DataFolderSetup prepare(ServerConfig config, Path folder, SecretsKey secrets, Clock clock, SecureRandom random) {
        if (agreed == null) {
            return DataFolderSetup.read(folder, config, secrets, clock, random);
        }
        BooleanSupplier used = () -> isUsed(config, folder, clock);
        return DataFolderSetup.shared(folder, config, secrets, agreed.metadata(), used, clock, random);
    }

    private boolean isUsed(ServerConfig config, Path folder, Clock clock) {
        if (cluster == null || config.store().engine() != StoreConfig.Engine.CASSANDRA) {
            return Files.exists(DataFolder.store(folder));
        }
        return CassandraOpening.isUsed(config, cluster, clock);
    }

    /// How the other nodes hear of changed rows.
    RecordChanges changes() {
        return agreed == null ? RecordChanges.NONE : agreed.changes();
    }

    /// The name of the node; empty for a service alone.
    String node() {
        return cluster == null ? "" : cluster.name();
    }

    /// Opens the port for links; the broker joins when it is ready.
    Cluster join(
            Transport transport, SecureRandom random, EventSink events, CloseStack closing, FileWatcher certificates) {
        if (cluster == null) {
            return Cluster.NONE;
        }
        Cluster made = cluster.node(transport, Server.version(), random, events);
        closing.add(cluster::closeNode);
        cluster.watch(certificates);
        return made;
    }

    /// When the certificate of the links expires, by its file.
    Map<Path, Instant> linkExpiries() {
        return cluster == null ? Map.of() : cluster.expiries();
    }

    /// Whether this service makes the first account of the console, of which nodes with one store have one.
    boolean makesFirstAccount(ServerConfig config) {
        return agreed == null
                || config.store().engine() != StoreConfig.Engine.CASSANDRA
                || agreed.isOurs("first-account");
    }

    /// Instances that other nodes delete are ended here too.
    void follow(InstanceDeletion deletions) {
        if (cluster != null) {
            deletions.follow();
        }
    }

    /// Waits until the node serves: what it does not own yet cannot be served.
    void awaitJoined(BooleanSupplier stopped) {
        if (cluster != null) {
            cluster.awaitJoined(stopped);
        }
    }
}
