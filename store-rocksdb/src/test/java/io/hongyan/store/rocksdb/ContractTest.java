package io.hongyan.store.rocksdb;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.OutboxContract;
import io.hongyan.broker.store.SharedMessageContract;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contracts of stores and outboxes, on RocksDB.
class ContractTest {
    @TempDir
    private Path folder;

    private Store store() {
        return RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
    }

    @Nested
    class Sessions extends StoreContract {
        @Override
        protected Store open() {
            return store();
        }
    }

    @Nested
    class SharedMessages extends SharedMessageContract {
        @Override
        protected Store open() {
            return store();
        }
    }

    @Nested
    class OutboxRegistry extends OutboxContract {
        @Override
        protected Store open() {
            return store();
        }
    }
}
