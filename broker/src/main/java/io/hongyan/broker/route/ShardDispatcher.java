package io.hongyan.broker.route;

import io.hongyan.broker.quota.MemoryBudget;
import io.hongyan.transport.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/// Sends tasks from one shard to the others. What a turn produces for another shard is collected and handed over as one
/// batch at the end of the turn, so that the other shard is woken once for a batch and not for each task.
///
/// Bounded by bytes: [#congested()] tells the shard to slow its publishers until the others have caught up.
///
/// Confined to the sending shard, but for the byte counts.
public final class ShardDispatcher {
    private static final long MOST_BYTES_IN_TRANSFER = 32L << 20;

    private final int own;
    private final List<? extends Loop> loops;
    private final MemoryBudget memory;
    private final @Nullable ArrayList<ShardTask>[] batches;

    /// The bytes of what was collected for each shard in this turn.
    private final long[] collected;

    private final AtomicLongArray inTransfer;
    private List<? extends Handler> handlers = List.of();
    private boolean handOverDue;

    /// Does the tasks of one shard. Must not throw.
    public interface Handler {
        void handle(ShardTask task);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    public ShardDispatcher(int own, List<? extends Loop> loops, MemoryBudget memory) {
        this.own = own;
        this.loops = loops;
        this.memory = memory;
        this.batches = new ArrayList[loops.size()];
        this.collected = new long[loops.size()];
        this.inTransfer = new AtomicLongArray(loops.size());
    }

    /// Makes the handlers of all shards known, in their order, before anything is sent.
    public void connect(List<? extends Handler> all) {
        handlers = all;
    }

    /// Sends a task to a shard. A task for the own one is done at once.
    public void send(int shard, ShardTask task) {
        if (shard == own) {
            handlers.get(own).handle(task);
            return;
        }
        ArrayList<ShardTask> batch = batches[shard];
        if (batch == null) {
            batch = new ArrayList<>();
            batches[shard] = batch;
        }
        batch.add(task);
        collected[shard] += task.bytes();
        if (!handOverDue) {
            handOverDue = true;
            loops.get(own).execute(this::handOver);
        }
    }

    /// The shards that there are.
    public int shards() {
        return loops.size();
    }

    /// The shard that owns a virtual shard.
    public int home(int vshard) {
        return vshard % loops.size();
    }

    /// Whether so much is under way that publishers should be slowed.
    public boolean congested() {
        for (int shard = 0; shard < inTransfer.length(); shard++) {
            if (inTransfer.get(shard) + collected[shard] > MOST_BYTES_IN_TRANSFER) {
                return true;
            }
        }
        return false;
    }

    /// The bytes that were collected in this turn and are not in anybody's budget yet.
    public long collected() {
        long bytes = 0;
        for (long each : collected) {
            bytes += each;
        }
        return bytes;
    }

    private void handOver() {
        handOverDue = false;
        for (int shard = 0; shard < batches.length; shard++) {
            ArrayList<ShardTask> batch = batches[shard];
            if (batch != null) {
                batches[shard] = null;
                long bytes = collected[shard];
                collected[shard] = 0;
                handOver(shard, batch, bytes);
            }
        }
    }

    private void handOver(int shard, List<ShardTask> batch, long bytes) {
        inTransfer.addAndGet(shard, bytes);
        memory.startTransfer(bytes);
        Handler handler = handlers.get(shard);
        loops.get(shard).execute(() -> {
            try {
                for (ShardTask task : batch) {
                    handler.handle(task);
                }
            } finally {
                inTransfer.addAndGet(shard, -bytes);
                memory.endTransfer(bytes);
            }
        });
    }
}
