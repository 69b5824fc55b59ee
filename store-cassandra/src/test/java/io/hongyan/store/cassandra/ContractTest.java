package io.hongyan.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.OutboxContract;
import io.hongyan.broker.store.RecordContract;
import io.hongyan.broker.store.RetainedByVShardContract;
import io.hongyan.broker.store.RetainedContract;
import io.hongyan.broker.store.SharedMessageContract;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoreContract;
import io.hongyan.broker.store.StoreHistoryContract;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The contracts of stores, outboxes and records, on Cassandra.
class ContractTest {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension();

    @Nested
    class Sessions extends StoreContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }

    @Nested
    class Retained extends RetainedContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }

    @Nested
    class RetainedByVShard extends RetainedByVShardContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }

    @Nested
    class SharedMessages extends SharedMessageContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }

    /// It opens a store 78 times.
    @Nested
    @Tag("nightly")
    class Histories extends StoreHistoryContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }

        @Override
        protected void assertEmpty() {
            for (String table : new String[] {"session", "inbox"}) {
                assertThat(CASSANDRA.session().execute("SELECT * FROM " + keySpace + "." + table))
                        .as(table)
                        .isEmpty();
            }
        }
    }

    @Nested
    class Records extends RecordContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }

    @Nested
    class Outboxes extends OutboxContract {
        private final String keySpace = CASSANDRA.emptied();

        @Override
        protected Store open() {
            return CASSANDRA.open(keySpace);
        }
    }
}
