package io.hongyan.cloud.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Entries that wait for the writer. Any thread adds without a lock and without waiting; when the queue is full, what
/// would be added is not.
final class TraceQueue {
    private final ConcurrentLinkedQueue<TraceEvent> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final int most;
    private final int full;
    private final Runnable wake;

    /// @param wake runs when half of the room is taken
    TraceQueue(int most, Runnable wake) {
        this.most = most;
        this.full = most / 2;
        this.wake = wake;
    }

    /// @return whether there was room
    boolean offer(TraceEvent event) {
        int taken = size.incrementAndGet();
        if (taken > most) {
            size.decrementAndGet();
            return false;
        }
        events.add(event);
        if (taken == full) {
            wake.run();
        }
        return true;
    }

    /// One thread.
    List<TraceEvent> take(int atMost) {
        List<TraceEvent> taken = new ArrayList<>();
        TraceEvent next;
        while (taken.size() < atMost && (next = events.poll()) != null) {
            taken.add(next);
        }
        size.addAndGet(-taken.size());
        return taken;
    }

    int size() {
        return size.get();
    }
}
