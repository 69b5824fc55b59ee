package io.hongyan.cloud.custom;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cloud.record.Changes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlacklistTest {
    private static final String INSTANCE = "mqtt-one";

    private final Scanned table = new Scanned();
    private final Blacklist blacklist = new Blacklist(new Rows(table), new Changes());

    private static final class Scanned implements RecordTable {
        private final RecordTable rows = new MemoryStore().records();
        private int scans;

        @Override
        public byte @Nullable [] get(byte[] key) {
            return rows.get(key);
        }

        @Override
        public List<Row> scan(byte[] prefix, byte @Nullable [] after, int limit) {
            scans++;
            return rows.scan(prefix, after, limit);
        }

        @Override
        public CompletableFuture<Void> write(List<Change> changes) {
            return rows.write(changes);
        }
    }

    @Test
    void an_instance_is_looked_at_once_whether_it_has_rows_or_not() {
        assertThat(blacklist.mayHaveRows(INSTANCE)).isTrue();
        blacklist.look(INSTANCE);
        blacklist.look(INSTANCE);
        assertThat(blacklist.mayHaveRows(INSTANCE)).isFalse();
        assertThat(table.scans).isEqualTo(1);
        blacklist.add(INSTANCE, "a");
        blacklist.look(INSTANCE);
        assertThat(blacklist.mayHaveRows(INSTANCE)).isTrue();
        assertThat(table.scans).isEqualTo(1);
        Blacklist next = new Blacklist(new Rows(table), new Changes());
        next.look(INSTANCE);
        next.look(INSTANCE);
        assertThat(next.mayHaveRows(INSTANCE)).isTrue();
        assertThat(table.scans).isEqualTo(2);
    }

    @Test
    void after_a_removal_it_is_looked_at_again() {
        blacklist.add(INSTANCE, "a");
        blacklist.remove(INSTANCE, "a");
        assertThat(blacklist.mayHaveRows(INSTANCE)).isTrue();
        blacklist.look(INSTANCE);
        assertThat(blacklist.mayHaveRows(INSTANCE)).isFalse();
    }
}
