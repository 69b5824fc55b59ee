package io.hongyan.store.cassandra;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Tasks of shards that wait until what was written before them is durable.
///
/// Confined to the writer's thread, but for the tasks, which run on their shards.
final class Tasks {
    private static final System.Logger LOG = System.getLogger(Tasks.class.getName());

    private final Map<Executor, List<Runnable>> byShard = new HashMap<>();

    boolean isEmpty() {
        return byShard.isEmpty();
    }

    void add(WriteRequest.Barrier barrier) {
        byShard.computeIfAbsent(barrier.shard(), _ -> new ArrayList<>()).add(barrier.task());
    }

    /// Everything is durable: gives each shard its tasks.
    void run() {
        byShard.forEach((shard, tasks) -> run(shard, () -> tasks.forEach(Tasks::run)));
        byShard.clear();
    }

    /// What they wait for does not become durable.
    void drop() {
        byShard.clear();
    }

    /// Runs a task on a shard, unless that has ended. Any thread.
    static void run(Executor shard, Runnable task) {
        try {
            shard.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a shard ended before it heard of the store");
        }
    }

    /// An exception of one task does not affect the others.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            LOG.log(Level.ERROR, "a task that waited for the store failed", error);
        }
    }
}
