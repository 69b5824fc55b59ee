package io.hongyan.broker.session.state;

import io.hongyan.broker.context.Timers;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What somebody wants done for one connection at some time. Rare, so that a session without has no such object.
///
/// Confined to the session's shard.
public final class DelayedTasks {
    private final PriorityQueue<Task> waiting = new PriorityQueue<>(Comparator.comparingLong(Task::due));

    private record Task(long due, Runnable action) {}

    public void add(long due, Runnable action) {
        waiting.add(new Task(due, action));
    }

    /// When the first is due, or [Timers#NEVER].
    public long due() {
        Task first = waiting.peek();
        return first == null ? Timers.NEVER : first.due();
    }

    /// Takes the first that is due, or null.
    @Nullable
    public Runnable next(long now) {
        Task first = waiting.peek();
        if (first == null || first.due() > now) {
            return null;
        }
        waiting.remove();
        return first.action();
    }
}
