package io.hongyan.store.rocksdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdAllocatorTest {
    private static final long SESSIONS_PER_START = 1L << 28;

    private final List<Long> reserved = new ArrayList<>();

    @Test
    void a_start_with_more_sessions_than_its_number_holds_does_not_repeat_ids() {
        Set<Long> seen = new HashSet<>();
        IdAllocator first = new IdAllocator(5, reserved::add);
        for (int i = 0; i < 10; i++) {
            seen.add(first.session(7));
        }
        IdAllocator late = new IdAllocator(5, reserved::add, SESSIONS_PER_START - 5);
        long before = late.lastAge();
        for (int i = 0; i < 20; i++) {
            seen.add(late.session(7));
        }
        assertThat(seen).hasSize(30);
        assertThat(late.lastAge()).isEqualTo(before + 20);
    }

    @Test
    void the_next_start_begins_behind_the_numbers_that_were_used() {
        IdAllocator late = new IdAllocator(5, reserved::add, SESSIONS_PER_START / 2 - 2);
        late.session(0);
        assertThat(reserved).isEmpty();
        late.session(0);
        late.session(0);
        assertThat(reserved).containsExactly(6L);
        assertThat(new IdAllocator(7, reserved::add).session(0)).isGreaterThan(7 * SESSIONS_PER_START);
    }

    @Test
    void a_disk_that_fails_does_no_harm_as_long_as_ids_are_left() {
        IdAllocator failing = new IdAllocator(
                5,
                _ -> {
                    throw new StoreException("the disk fails", new IllegalStateException());
                },
                SESSIONS_PER_START - 3);
        failing.session(0);
        failing.session(0);
        assertThatThrownBy(() -> failing.session(0)).isInstanceOf(StoreException.class);
    }

    @Test
    void an_id_begins_with_its_virtual_shard() {
        assertThat(new IdAllocator(3, reserved::add).session(4095) >>> 48).isEqualTo(4095);
    }

    @Test
    void a_store_remembers_the_numbers_that_were_reserved(@TempDir Path folder) {
        try (Engine engine = Engine.open(folder)) {
            assertThat(engine.starts()).isEqualTo(1);
            engine.reserveStarts(9);
        }
        try (Engine engine = Engine.open(folder)) {
            assertThat(engine.starts()).isEqualTo(10);
        }
    }
}
