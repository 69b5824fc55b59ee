package io.hongyan.testkit.sim.world;

import java.util.PriorityQueue;

/// Runs everything that happens, one thing after the other, in the order of virtual time. When nothing is due the time
/// jumps to the next event.
public final class Scheduler {
    private final VirtualTime time = new VirtualTime();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long order;
    private long stamp;

    private record Event(long micros, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(micros, other.micros);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /// The time that it moves.
    public VirtualTime time() {
        return time;
    }

    /// Microseconds since the start.
    public long now() {
        return time.micros();
    }

    /// A number above all that were given before: the order of what happened, finer than the time.
    public long stamp() {
        return ++stamp;
    }

    /// Runs the task at that time, or next when it has passed.
    public void at(long micros, Runnable task) {
        events.add(new Event(Math.max(micros, now()), order++, task));
    }

    /// Runs the task after that time.
    public void after(long micros, Runnable task) {
        at(now() + micros, task);
    }

    /// Runs the next event if it is due by then.
    ///
    /// @return false when there is none: then it is that time
    public boolean step(long until) {
        Event next = events.peek();
        if (next == null || next.micros() > until) {
            time.moveTo(until);
            return false;
        }
        events.remove();
        time.moveTo(next.micros());
        next.task().run();
        return true;
    }
}
