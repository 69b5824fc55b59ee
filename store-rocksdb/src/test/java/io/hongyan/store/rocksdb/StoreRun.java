package io.hongyan.store.rocksdb;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.OpenStore;
import java.nio.file.Path;

/// An open database with one shard, which is the thread of the test.
final class StoreRun extends OpenStore {
    final RocksDbStore store;

    StoreRun(Path folder) {
        this(folder, Durability.ALWAYS, DiskHook.NONE);
    }

    StoreRun(Path folder, Durability durability, DiskHook hook) {
        this(RocksDbStore.open(folder, durability, StoreLimits.defaults(), new SystemClock(), hook), new SystemClock());
    }

    StoreRun(Path folder, Clock clock) {
        this(RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), clock), clock);
    }

    private StoreRun(RocksDbStore store, Clock clock) {
        super(store, clock);
        this.store = store;
    }
}
