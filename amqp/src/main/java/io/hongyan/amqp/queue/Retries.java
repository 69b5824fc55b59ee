package io.hongyan.amqp.queue;

import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Rejected messages that wait to be delivered again, in memory: while there are 10,000, or 64 MiB of them, a queue
/// takes no new messages from its source. Confined to the loop of the queue.
final class Retries {
    private static final int MOST = 10_000;
    private static final long MOST_BYTES = 64L << 20;
    private static final Comparator<Delivery> BY_TIME =
            Comparator.comparingLong(Delivery::dueMillis).thenComparingLong(Delivery::sequence);

    private final TreeSet<Delivery> byTime = new TreeSet<>(BY_TIME);
    private final NavigableMap<Long, Delivery> bySequence = new TreeMap<>();
    private long bytes;

    /// @param due in steady milliseconds
    void add(Delivery delivery, long due) {
        delivery.due(due);
        byTime.add(delivery);
        bySequence.put(delivery.sequence(), delivery);
        bytes += delivery.bytes();
    }

    /// The next one whose time has come, or null.
    @Nullable
    Delivery poll(long now) {
        Delivery first = byTime.isEmpty() ? null : byTime.first();
        if (first == null || first.dueMillis() > now) {
            return null;
        }
        remove(first);
        return first;
    }

    /// The one that was published first, or null.
    @Nullable
    Delivery oldest() {
        return bySequence.isEmpty() ? null : bySequence.firstEntry().getValue();
    }

    /// @return false when it is not here
    boolean remove(Delivery delivery) {
        if (!bySequence.remove(delivery.sequence(), delivery)) {
            return false;
        }
        byTime.remove(delivery);
        bytes -= delivery.bytes();
        return true;
    }

    /// Whether no new messages should be delivered.
    boolean full() {
        return bySequence.size() >= MOST || bytes >= MOST_BYTES;
    }

    int size() {
        return bySequence.size();
    }

    void clear() {
        byTime.clear();
        bySequence.clear();
        bytes = 0;
    }
}
