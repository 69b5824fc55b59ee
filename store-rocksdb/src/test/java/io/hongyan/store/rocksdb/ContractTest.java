package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.OutboxContract;
import io.hongyan.broker.store.RecordContract;
import io.hongyan.broker.store.RetainedContract;
import io.hongyan.broker.store.SharedMessageContract;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreContract;
import io.hongyan.broker.store.StoreHistoryContract;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.check.StoreReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The contracts of stores, outboxes and records, on RocksDB.
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
    class Retained extends RetainedContract {
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
    class Histories extends StoreHistoryContract {
        @Override
        protected Store open() {
            return store();
        }

        @Override
        protected void assertEmpty() {
            StoreReport report = StoreCheck.check(folder);
            assertThat(report.faults()).isEmpty();
            assertThat(report.rows())
                    .containsEntry("sessions", 0L)
                    .containsEntry("inbox", 0L)
                    .containsEntry("flight", 0L)
                    .containsEntry("received", 0L)
                    .containsEntry("subscriptions", 0L)
                    .containsEntry("bodies", 0L);
        }
    }

    @Nested
    class Records extends RecordContract {
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
