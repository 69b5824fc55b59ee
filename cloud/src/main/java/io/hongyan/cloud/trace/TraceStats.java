package io.hongyan.cloud.trace;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counters of traces. Any thread.
public final class TraceStats {
    /// Why an entry is missing.
    public enum Missing {
        /// More came than could be written, and the queue was full.
        QUEUE_FULL,
        /// The present hour alone has all bytes that traces may take.
        SPACE,
        /// The disk did not take it until the service stopped.
        UNWRITTEN
    }

    private final LongAdder written = new LongAdder();
    private final LongAdder hoursDropped = new LongAdder();
    private final Map<Missing, LongAdder> missing = new ConcurrentHashMap<>();

    TraceStats() {}

    void written(int entries) {
        written.add(entries);
    }

    void hourDropped() {
        hoursDropped.increment();
    }

    void missing(Missing reason, int entries) {
        missing.computeIfAbsent(reason, _ -> new LongAdder()).add(entries);
    }

    /// Entries written since the start.
    public long written() {
        return written.sum();
    }

    /// Hours that were dropped before their time, since the start.
    public long hoursDropped() {
        return hoursDropped.sum();
    }

    /// Entries that were not written, since the start.
    public long missing(Missing reason) {
        LongAdder count = missing.get(reason);
        return count == null ? 0 : count.sum();
    }
}
