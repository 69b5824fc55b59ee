package io.hongyan.broker.shard;

import io.hongyan.broker.store.VShard;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/// Takes over all virtual shards of one shard, a few at a time: a store reads faster than a shard takes, and what waits
/// in between grows old in the heap.
///
/// Confined to its shard.
final class VShardReading {
    private static final int MOST_AT_ONCE = 16;

    private final BiConsumer<Integer, Runnable> acquire;
    private final CompletableFuture<Void> done;
    private final int step;
    private int next;
    private int underWay;
    private boolean asking;

    /// @param first the lowest virtual shard of the shard
    /// @param step from one to the next
    /// @param acquire takes a virtual shard, and runs the task when all of its sessions are there, perhaps at once
    /// @param done is completed when all are
    VShardReading(int first, int step, BiConsumer<Integer, Runnable> acquire, CompletableFuture<Void> done) {
        this.next = first;
        this.step = step;
        this.acquire = acquire;
        this.done = done;
    }

    void run() {
        if (asking) {
            return; // a store that answers at once
        }
        asking = true;
        while (underWay < MOST_AT_ONCE && next < VShard.COUNT) {
            int vshard = next;
            next += step;
            underWay++;
            acquire.accept(vshard, this::opened);
        }
        asking = false;
        if (underWay == 0) {
            done.complete(null);
        }
    }

    private void opened() {
        underWay--;
        run();
    }
}
