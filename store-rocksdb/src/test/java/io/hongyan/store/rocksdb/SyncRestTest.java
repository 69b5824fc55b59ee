package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SyncRestTest {
    private static final long FAST = Duration.ofNanos(200_000).toNanos();
    private static final long SLOW = Duration.ofMillis(40).toNanos();
    private static final long LONGEST = Duration.ofMillis(1).toNanos();

    @Test
    void what_comes_alone_never_waits() {
        assertThat(SyncRest.nanosAfter(0, SLOW)).isZero();
        assertThat(SyncRest.nanosAfter(1, SLOW)).isZero();
    }

    @Test
    void after_several_the_disk_rests_as_long_as_the_sync_took() {
        assertThat(SyncRest.nanosAfter(2, FAST)).isEqualTo(FAST);
        assertThat(SyncRest.nanosAfter(7, FAST)).isEqualTo(FAST);
    }

    @Test
    void after_many_it_rests_a_millisecond_however_fast_it_is() {
        assertThat(SyncRest.nanosAfter(8, FAST)).isEqualTo(LONGEST);
        assertThat(SyncRest.nanosAfter(1000, FAST)).isEqualTo(LONGEST);
    }

    @Test
    void a_slow_disk_never_rests_longer_than_a_millisecond() {
        assertThat(SyncRest.nanosAfter(3, SLOW)).isEqualTo(LONGEST);
        assertThat(SyncRest.nanosAfter(8, SLOW)).isEqualTo(LONGEST);
    }
}
