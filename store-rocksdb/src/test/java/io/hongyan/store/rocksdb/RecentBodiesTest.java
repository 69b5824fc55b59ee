package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import org.junit.jupiter.api.Test;

class RecentBodiesTest {
    private static final long LARGE_HEAP = 8L << 30;

    private static Message message(int bytes) {
        return StoreRun.message("a", "x".repeat(bytes));
    }

    private static RecentBodies with(long heap, int messages, int bytesOfEach) {
        RecentBodies recent = new RecentBodies(heap);
        for (int i = 1; i <= messages; i++) {
            recent.add(message(bytesOfEach), i);
        }
        return recent;
    }

    @Test
    void a_message_is_found_by_its_identity_until_its_body_is_deleted() {
        RecentBodies recent = new RecentBodies(LARGE_HEAP);
        Message message = message(10);
        recent.add(message, 7);
        assertThat(recent.of(message)).isEqualTo(7);
        assertThat(recent.of(message(10))).isNull();
        recent.remove(7);
        assertThat(recent.of(message)).isNull();
        assertThat(recent.bytes()).isZero();
        recent.remove(7);
        assertThat(recent.bytes()).isZero();
    }

    @Test
    void large_ones_are_bounded_by_their_bytes_and_the_newest_stay() {
        RecentBodies recent = with(LARGE_HEAP, 600, 64 << 10);
        Message newest = message(64 << 10);
        recent.add(newest, 601);
        recent.trim();
        assertThat(recent.bytes()).isBetween(15L << 20, 16L << 20);
        assertThat(recent.of(newest)).isEqualTo(601);
    }

    @Test
    void a_small_heap_has_few_of_them() {
        RecentBodies recent = with(64 << 20, 600, 64 << 10);
        recent.trim();
        assertThat(recent.bytes()).isBetween(3L << 20, 4L << 20);
    }

    @Test
    void small_ones_are_bounded_by_their_number() {
        RecentBodies recent = with(LARGE_HEAP, 5000, 10);
        recent.trim();
        assertThat(recent.bytes()).isEqualTo(4096L * message(10).bytes());
    }

    @Test
    void one_that_is_larger_than_the_bound_is_known_until_its_batch_is_written() {
        RecentBodies recent = new RecentBodies(LARGE_HEAP);
        Message message = message(20 << 20);
        recent.add(message, 1);
        assertThat(recent.of(message)).isEqualTo(1);
        recent.trim();
        assertThat(recent.of(message)).isNull();
        assertThat(recent.bytes()).isZero();
    }
}
