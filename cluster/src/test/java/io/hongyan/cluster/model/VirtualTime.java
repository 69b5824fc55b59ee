package io.hongyan.cluster.model;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// Time that passes only from one event to the next. What is due at the same moment happens in the order given.
public final class VirtualTime {
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::due).thenComparingLong(Event::number));
    private long now;
    private long number;

    private record Event(long due, long number, Runnable task) {}

    /// Nanoseconds since the beginning: what no clock of a machine shows exactly.
    public long now() {
        return now;
    }

    /// How many events there were.
    public long count() {
        return number - events.size();
    }

    /// Lets something happen after that time.
    public void after(long nanos, Runnable task) {
        events.add(new Event(now + Math.max(0, nanos), number++, task));
    }

    /// Lets the next event happen.
    ///
    /// @return false when there is none
    public boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.due();
        next.task().run();
        return true;
    }

    /// Lets that time pass.
    public void pass(long nanos) {
        long end = now + nanos;
        for (Event next = events.peek(); next != null && next.due() <= end; next = events.peek()) {
            step();
        }
        now = end;
    }

    /// Lets time pass until something is so.
    ///
    /// @param nanos at most that long
    /// @return whether it is
    public boolean passUntil(BooleanSupplier condition, long nanos) {
        long end = now + nanos;
        while (!condition.getAsBoolean()) {
            Event next = events.peek();
            if (next == null || next.due() > end) {
                return false;
            }
            step();
        }
        return true;
    }
}
