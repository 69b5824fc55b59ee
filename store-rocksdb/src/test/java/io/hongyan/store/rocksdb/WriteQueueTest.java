package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.DeliveryOptions;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.codec.QoS;
import io.hongyan.store.rocksdb.health.WriteBacklog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What waits for the writer, and what it leaves for a while.
class WriteQueueTest {
    private final WriteQueue queue = new WriteQueue(new WriteBacklog());
    private final List<WriteRequest.Barrier> settled = new ArrayList<>();
    private long sequence;

    private Append append() {
        InboxEntry entry = new InboxEntry(
                ++sequence, StoreRun.message("a", "x"), DeliveryOptions.of(QoS.AT_LEAST_ONCE, false), null);
        Append append = new Append(1, entry, 0);
        queue.put(append);
        return append;
    }

    private Append lingering(int since) {
        Append append = append();
        assertThat(queue.sent(append, 1, true, since)).isTrue();
        return append;
    }

    private WriteRequest.Barrier barrier() {
        WriteRequest.Barrier barrier = new WriteRequest.Barrier(Runnable::run, () -> {});
        queue.put(barrier);
        return barrier;
    }

    @Test
    void a_message_that_lingers_is_left_until_it_is_old() {
        Append first = lingering(0);
        WriteRequest.Barrier firstBarrier = barrier();
        lingering(10);
        assertThat(queue.isUrgent()).isFalse();
        assertThat(queue.take(4000, 3999)).isEmpty();
        assertThat(queue.take(4000, 4000)).containsExactly(first, firstBarrier);
        assertThat(first.isTaken()).isTrue();
    }

    @Test
    void what_does_not_linger_lets_everything_be_taken() {
        Append lingering = lingering(0);
        Append other = append();
        assertThat(queue.isUrgent()).isTrue();
        assertThat(queue.take(4000, 1)).containsExactly(lingering, other);
        assertThat(queue.cancel(lingering)).isFalse();
    }

    @Test
    void nothing_stays_when_the_store_closes_or_the_clock_stands_still() {
        Append first = lingering(0);
        assertThat(queue.take(0, 0)).containsExactly(first);
        Append second = lingering(0);
        int visits = 0;
        while (queue.take(4000, 0).isEmpty()) {
            visits++;
        }
        assertThat(visits).isPositive();
        assertThat(second.isTaken()).isTrue();
    }

    @Test
    void a_barrier_is_settled_when_all_before_it_is_acknowledged() {
        Append first = lingering(0);
        Append second = lingering(0);
        WriteRequest.Barrier barrier = barrier();
        assertThat(queue.cancel(second)).isTrue();
        assertThat(queue.settle(settled::add)).isFalse();
        assertThat(settled).isEmpty();
        assertThat(queue.cancel(first)).isTrue();
        assertThat(queue.settle(settled::add)).isFalse();
        assertThat(settled).containsExactly(barrier);
    }

    @Test
    void a_barrier_waits_for_what_the_writer_has() {
        append();
        assertThat(queue.take(4000, 0)).hasSize(1);
        Append acknowledged = lingering(0);
        WriteRequest.Barrier barrier = barrier();
        assertThat(queue.cancel(acknowledged)).isTrue();
        assertThat(queue.settle(settled::add)).isTrue(); // the writer is to see to it
        assertThat(settled).isEmpty();
        queue.written();
        assertThat(queue.settle(settled::add)).isFalse();
        assertThat(settled).containsExactly(barrier);
    }
}
