package io.hongyan.server;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.broker.store.memory.MemoryTraceLog;
import io.hongyan.server.cluster.ClusterMembership;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.server.data.EngineMark;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.store.rocksdb.trace.RocksDbTraceLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Opens the store of a data folder. One that should be there and is not is no new one: what it held would be lost
/// without a word.
final class StoreOpening {
    private static final System.Logger LOG = System.getLogger(StoreOpening.class.getName());

    private StoreOpening() {}

    /// @param cluster null for a service alone
    static Store open(
            ServerConfig config,
            DataFolderSetup preparation,
            Path folder,
            @Nullable ClusterMembership cluster,
            Clock clock)
            throws IOException {
        if (!config.persistence().enabled()) {
            LOG.log(Level.WARNING, "persistence is off: sessions and messages are gone with the process");
            return new MemoryStore();
        }
        if (config.store().engine() == StoreConfig.Engine.CASSANDRA) {
            EngineMark.check(folder, config.store().cassandra().keySpace());
            return CassandraOpening.open(config, preparation, folder, cluster, clock);
        }
        EngineMark.check(folder, "");
        if (!preparation.first()) {
            DataFolder.checkStore(folder);
        }
        DataFolder.removeUnfinishedStore(folder);
        RocksDbStore store = opened(config, folder, clock);
        try {
            DataFolder.storeMade(folder);
            String place = DataFolder.store(folder).toString();
            preparation.checkStore(place, "remove " + place, () -> !store.isEmpty());
            return store;
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Opens the traces of a data folder.
    static TraceLog traces(ServerConfig config, Path folder) {
        return config.persistence().enabled() ? RocksDbTraceLog.open(DataFolder.traces(folder)) : new MemoryTraceLog();
    }

    private static RocksDbStore opened(ServerConfig config, Path folder, Clock clock) {
        try {
            return RocksDbStore.open(
                    DataFolder.store(folder),
                    config.persistence().promise(),
                    config.broker().store(),
                    clock);
        } catch (StoreException e) {
            throw new DataFolderException(String.valueOf(e.getMessage()), e);
        }
    }
}
