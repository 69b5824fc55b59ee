package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreException;
import io.hongyan.cluster.node.ClusterNode;
import io.hongyan.server.cassandra.CassandraAccess;
import io.hongyan.server.cluster.ClusterMembership;
import io.hongyan.server.config.CassandraConfig;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.EngineMark;
import io.hongyan.store.cassandra.CassandraStore;
import io.hongyan.store.cassandra.LossListener;
import io.hongyan.store.cassandra.config.CassandraOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens the store on Cassandra. Apart from [StoreOpening], so that the driver is loaded only where it is used.
final class CassandraOpening {
    /// The name of a service without a cluster.
    private static final String ALONE = "service";

    private CassandraOpening() {}

    /// @param folder remembers the key space
    /// @param cluster null for a service alone
    /// @throws DataFolderException when it cannot be used, or holds what belongs to metadata that are not in the folder
    static Store open(
            ServerConfig config,
            DataFolderSetup preparation,
            Path folder,
            @Nullable ClusterMembership cluster,
            Clock clock)
            throws IOException {
        String keySpace = config.store().cassandra().keySpace();
        CassandraStore store = opened(config, cluster, clock);
        try {
            preparation.checkStore(
                    "key space " + keySpace + " of Cassandra",
                    "name another key space in store.cassandra.keySpace",
                    () -> !store.isEmpty());
            EngineMark.write(folder, keySpace);
            return store;
        } catch (StoreException e) {
            store.close();
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Whether the key space holds sessions or messages. For a start that has no metadata yet: what is there would be
    /// deleted as that of instances that are gone.
    static boolean isUsed(ServerConfig config, ClusterMembership cluster, Clock clock) {
        try (CassandraStore store = opened(config, cluster, clock)) {
            return !store.isEmpty();
        } catch (StoreException e) {
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        }
    }

    private static CassandraStore opened(ServerConfig config, @Nullable ClusterMembership cluster, Clock clock) {
        CassandraConfig settings = config.store().cassandra();
        CassandraOptions options = CassandraAccess.options(settings, cluster == null ? ALONE : cluster.name());
        try {
            return cluster == null
                    ? CassandraStore.open(options, config.broker().store(), clock)
                    : CassandraStore.open(options, config.broker().store(), clock, new ByLease(cluster));
        } catch (StoreException e) {
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        }
    }

    /// A node writes of a virtual shard only while its lease says that nobody else can. That of a virtual shard which
    /// another node claimed in Cassandra is over, or about to be: the cluster tells the shard.
    private record ByLease(ClusterMembership cluster) implements LossListener {
        @Override
        public void lost(int vshard, String node, long epoch) {}

        @Override
        public boolean mayWrite(int vshard) {
            ClusterNode node = cluster.presentOrNull();
            return node == null || node.ownership().isValid();
        }
    }
}
