package io.hongyan.store.rocksdb;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/// Tasks of shards that wait until the batch is durable.
///
/// Confined to the writer's thread, but for the tasks, which run on their shards.
final class WaitingTasks {
    private static final System.Logger LOG = System.getLogger(WaitingTasks.class.getName());

    private final List<WriteRequest.Barrier> tasks = new ArrayList<>();

    void add(WriteRequest.Barrier task) {
        tasks.add(task);
    }

    int size() {
        return tasks.size();
    }

    void clear() {
        tasks.clear();
    }

    /// The batch is durable: gives each shard its tasks.
    void run() {
        if (tasks.isEmpty()) {
            return;
        }
        Map<Executor, List<Runnable>> byShard = new HashMap<>();
        for (WriteRequest.Barrier task : tasks) {
            byShard.computeIfAbsent(task.shard(), _ -> new ArrayList<>()).add(task.task());
        }
        tasks.clear();
        byShard.forEach(WaitingTasks::runOnShard);
    }

    private static void runOnShard(Executor shard, List<Runnable> tasks) {
        try {
            shard.execute(() -> tasks.forEach(WaitingTasks::runTask));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a shard ended before {0} of its writes were durable", tasks.size());
        }
    }

    /// An exception of one task does not affect the others.
    static void runTask(Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            LOG.log(Level.ERROR, "a task that waited for the store failed", error);
        }
    }
}
