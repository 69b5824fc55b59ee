package io.hongyan.broker.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.memory.MemoryStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The store on the heap.
class MemoryStoreTest {
    @Test
    void the_usual_one_keeps_no_sessions() {
        MemoryStore store = new MemoryStore();
        assertThat(store.durable()).isFalse();
        try (OpenStore run = new OpenStore(store)) {
            assertThat(run.shard.create(new SessionKey("i", "c"))).isSameAs(TransientSession.NOTHING);
        }
    }

    @Nested
    class Sessions extends StoreContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class Retained extends RetainedContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class RetainedByVShard extends RetainedByVShardContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class SharedMessages extends SharedMessageContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class Records extends RecordContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class Outboxes extends OutboxContract {
        private final MemoryStore store = MemoryStore.lasting();

        @Override
        protected Store open() {
            return store;
        }
    }

    @Nested
    class OutboxesOfTheUsualOne extends OutboxContract {
        private final MemoryStore store = new MemoryStore();

        @Override
        protected Store open() {
            return store;
        }
    }
}
