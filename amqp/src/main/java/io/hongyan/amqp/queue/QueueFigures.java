package io.hongyan.amqp.queue;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What a queue counts. It is counted on the loop of the queue, and read on any thread.
final class QueueFigures {
    final LongAdder delivered = new LongAdder();
    final LongAdder acknowledged = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder redelivered = new LongAdder();
    final LongAdder deadLettered = new LongAdder();
    final LongAdder deadLettersDropped = new LongAdder();
    private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);
    private volatile Gauges gauges = new Gauges(0, 0, 0, 0);

    /// How it is at the end of a turn.
    ///
    /// @param oldestPublished when the oldest message that no consumer has was published, in wall milliseconds; 0 for
    ///        none
    record Gauges(int consumers, long unacknowledged, long retrying, long oldestPublished) {}

    QueueFigures() {
        for (DropCause cause : DropCause.values()) {
            dropped.put(cause, new LongAdder());
        }
    }

    void dropped(DropCause cause, long count) {
        counter(cause).add(count);
    }

    long dropped(DropCause cause) {
        return counter(cause).sum();
    }

    private LongAdder counter(DropCause cause) {
        return dropped.getOrDefault(cause, deadLettersDropped); // there is one for each cause
    }

    Map<DropCause, Long> allDropped() {
        Map<DropCause, Long> all = new EnumMap<>(DropCause.class);
        dropped.forEach((cause, count) -> all.put(cause, count.sum()));
        return Collections.unmodifiableMap(all);
    }

    Gauges gauges() {
        return gauges;
    }

    void gauges(Gauges now) {
        if (!now.equals(gauges)) {
            gauges = now;
        }
    }
}
