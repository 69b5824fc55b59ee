package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How long messages wait for acknowledgements.
class PatienceTest {
    private final Patience patience = new Patience();

    private int after(long millis) {
        for (int i = 0; i < 100; i++) {
            patience.synced(millis * 1_000_000);
        }
        return patience.now();
    }

    @Test
    void a_few_syncs_within_bounds() {
        assertThat(patience.now()).isEqualTo(Patience.LEAST);
        assertThat(after(1)).isEqualTo(Patience.LEAST);
        assertThat(after(3)).isBetween(8_000, 9_000);
        assertThat(after(100)).isEqualTo(Patience.MOST);
        assertThat(after(0)).isEqualTo(Patience.LEAST);
    }
}
