package io.hongyan.store.rocksdb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowBatchTest {
    private final RowBatch batch = new RowBatch();

    @Test
    void it_is_full_with_that_many_small_rows() {
        batch.put(Table.BODIES, new byte[8], new byte[10]);
        assertThat(batch.isFull(2)).isFalse();
        batch.delete(Table.BODIES, new byte[8]);
        assertThat(batch.isFull(2)).isTrue();
    }

    @Test
    void it_is_full_with_few_large_rows_and_empty_again_when_they_are_written() {
        byte[] large = new byte[1 << 20];
        for (int i = 0; i < 15; i++) {
            batch.put(Table.BODIES, new byte[8], large);
        }
        assertThat(batch.isFull(50_000)).isFalse();
        batch.put(Table.BODIES, new byte[8], large);
        assertThat(batch.isFull(50_000)).isTrue();
        batch.clear();
        assertThat(batch.isFull(50_000)).isFalse();
    }
}
