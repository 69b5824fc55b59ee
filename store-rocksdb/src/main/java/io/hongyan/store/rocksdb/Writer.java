package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.AtomicBatch;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.rocksdb.RocksDBException;

/// The thread that writes for all shards: takes everything that they have collected, makes one write of it, syncs it
/// once, and tells all who wait. What collects meanwhile is the next write.
///
/// A write that fails is repeated until it succeeds; nobody is told before.
final class Writer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Writer.class.getName());
    private static final long IDLE_NANOS = 5_000_000;
    private static final long PAUSE_AFTER_FAILURE_NANOS = 200_000_000;
    private static final int MOST_ROWS = 50_000;
    private static final int DELETIONS_WORTH_A_FLUSH = 10_000;
    private static final long FLUSH_MILLIS = 60_000;
    private static final long RECORD_MILLIS = 60_000;

    private final Engine engine;
    private final DiskGate gate;
    private final Applying applying;
    private final Pages pages;
    private final Durability durability;
    private final Clock clock;
    private final Pressure pressure;
    private final Figures figures;
    private final StoreHealth health;
    private final List<ShardWrites> shards = new CopyOnWriteArrayList<>();
    private final List<Write.Durable> waiting = new ArrayList<>();
    private final List<Write.Read> reads = new ArrayList<>();
    private final List<Write.DropInstance> dropped = new ArrayList<>();

    /// Not completed yet.
    private final Set<Write.DropInstance> drops = ConcurrentHashMap.newKeySet();

    private final Thread thread;
    private volatile boolean awake;
    private volatile boolean closing;
    private volatile boolean stopped;
    private boolean dirty;
    private long syncedAt;
    private long deletions;
    private long flushedAt;
    private long writtenAt;

    Writer(
            Engine engine,
            DiskGate gate,
            Applying applying,
            Pages pages,
            Durability durability,
            Clock clock,
            Figures figures) {
        this.engine = engine;
        this.gate = gate;
        this.applying = applying;
        this.pages = pages;
        this.durability = durability;
        this.clock = clock;
        this.pressure = figures.pressure();
        this.figures = figures;
        this.health = figures.health();
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(ShardWrites shard) {
        shards.add(shard);
    }

    /// Somebody waits. Any thread.
    void wake() {
        if (!awake) {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    /// Whatever goes wrong beyond the disk ends the thread: what was to be written is not known to be whole any more.
    /// All who wait are let go without an answer, and nobody adds anything.
    private void run() {
        try {
            writeUntilClosed();
        } catch (StoppedException e) {
            LOG.log(Level.ERROR, "stopped with writes that never reached the disk; none was acknowledged");
        } catch (Throwable cause) {
            health.fail(cause);
        }
        stopped = true;
        abandon();
    }

    private void writeUntilClosed() {
        flushedAt = clock.steadyMillis();
        writtenAt = flushedAt;
        while (true) {
            boolean last = closing;
            awake = false;
            boolean any = round();
            recordTimeWhenDue();
            syncWhenDue(last);
            giveSpaceBack();
            if (!any && last) {
                writeNow(); // the time
                return;
            }
            if (!any && !awake) {
                LockSupport.parkNanos(this, IDLE_NANOS);
            }
        }
    }

    /// Whether nothing is written any more. Any thread.
    boolean stopped() {
        return stopped;
    }

    private void abandon() {
        waiting.clear();
        reads.clear();
        shards.forEach(ShardWrites::take);
        List.copyOf(drops).forEach(Writer::fail);
    }

    private static void fail(Write.DropInstance drop) {
        drop.done().completeExceptionally(new StoreProblem("the store is closed or has failed"));
    }

    /// Asks for the deletion of an instance. Any thread.
    CompletableFuture<Void> drop(String instance, Outboxes outboxes, ShardWrites by) {
        Write.DropInstance drop = new Write.DropInstance(instance, outboxes, new CompletableFuture<>());
        drops.add(drop);
        if (by.put(drop)) {
            wake();
        } else {
            fail(drop);
        }
        return drop.done();
    }

    /// One write of everything collected.
    ///
    /// @return whether there was something
    private boolean round() {
        boolean any = false;
        for (ShardWrites shard : shards) {
            for (Write write : shard.take()) {
                any = true;
                take(write);
                if (applying.changes().size() >= MOST_ROWS) {
                    commit();
                }
            }
        }
        if (any) {
            commit();
        }
        return any;
    }

    private void take(Write write) {
        switch (write) {
            case Write.Durable task -> waiting.add(task);
            case Write.Read read -> reads.add(read);
            case Write.Received received -> {
                applying.apply(received);
                AtomicBatch batch = received.batch();
                if (batch != null) {
                    batch.commit().forEach(part -> take((Write) part));
                }
            }
            case Write.Acknowledge acknowledge -> {
                while (applying.acknowledge(acknowledge)) {
                    write();
                }
            }
            case Write.Remove remove -> {
                if (applying.touches(remove.session())) {
                    write(); // its rows must be there to be found
                }
                applying.apply(remove);
            }
            case Write.DropInstance drop -> drop(drop);
            default -> applying.apply(write);
        }
    }

    private void drop(Write.DropInstance drop) {
        applying.apply(drop);
        write();
        for (StoredOutbox queue : drop.outboxes().drop(drop.instance())) {
            while (applying.acknowledge(new Write.Acknowledge(queue, Long.MAX_VALUE))) {
                write();
            }
        }
        dropped.add(drop);
    }

    private void commit() {
        write();
        for (Write.DropInstance drop : dropped) {
            drops.remove(drop);
            drop.done().complete(null);
        }
        dropped.clear();
        if (!waiting.isEmpty()) {
            Map<Executor, List<Runnable>> byShard = new HashMap<>();
            for (Write.Durable task : waiting) {
                byShard.computeIfAbsent(task.shard(), _ -> new ArrayList<>()).add(task.then());
            }
            waiting.clear();
            byShard.forEach(Writer::tell);
        }
        reads.forEach(pages::read);
        reads.clear();
    }

    private static void tell(Executor shard, List<Runnable> tasks) {
        try {
            shard.execute(() -> tasks.forEach(Writer::run));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a shard ended before {0} of its writes were durable", tasks.size());
        }
    }

    /// A task that throws keeps no other from its turn.
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            LOG.log(Level.ERROR, "a task that waited for the store failed", error);
        }
    }

    private void write() {
        if (applying.changes().isEmpty()) {
            return;
        }
        writeNow();
    }

    /// A session may end, or a message expire, while nobody writes: the next start must know how far time went.
    private void recordTimeWhenDue() {
        if (clock.steadyMillis() - writtenAt >= RECORD_MILLIS) {
            writeNow();
        }
    }

    private void writeNow() {
        boolean sync = durability instanceof Durability.Always;
        long time = clock.wallMillis();
        untilItSucceeds(() -> {
            gate.pass(DiskGate.Call.WRITE);
            engine.write(applying.changes(), time, sync);
        });
        deletions += applying.changes().deletions();
        figures.written(applying.changes(), sync);
        pressure.remove(applying.messageBytes());
        applying.clear();
        dirty = !sync;
        writtenAt = clock.steadyMillis();
    }

    private void syncWhenDue(boolean last) {
        if (!dirty || !(durability instanceof Durability.Interval interval)) {
            return;
        }
        long now = clock.steadyMillis();
        if (last || now - syncedAt >= interval.most().toMillis()) {
            untilItSucceeds(() -> {
                gate.pass(DiskGate.Call.SYNC);
                engine.sync();
            });
            figures.synced();
            syncedAt = now;
            dirty = false;
        }
    }

    /// Deleted rows need space until their deletions have met them in tables. RocksDB lets those wait in memory until
    /// there are many; without this, a drained store that rests would keep its size.
    private void giveSpaceBack() {
        long now = clock.steadyMillis();
        if (deletions < DELETIONS_WORTH_A_FLUSH || now - flushedAt < FLUSH_MILLIS) {
            return;
        }
        deletions = 0;
        flushedAt = now;
        try {
            engine.flush(Table.values());
        } catch (RocksDBException e) {
            LOG.log(Level.WARNING, "cannot give space back now: {0}", e.getMessage());
        }
    }

    private void untilItSucceeds(Attempt attempt) {
        for (int failures = 0; ; failures++) {
            try {
                if (failures > 0) {
                    gate.pass(DiskGate.Call.REOPEN);
                    engine.reopen();
                }
                attempt.run();
                health.written(failures);
                return;
            } catch (Throwable cause) { // what is to be written is still whole, so that it may be tried again
                health.writeFailed(cause);
                if (closing) {
                    throw new StoppedException();
                }
                LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE_NANOS);
            }
        }
    }

    /// The store was closed while it could not write.
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StoppedException() {
            super("closed", null, false, false);
        }
    }

    /// Something that the disk may refuse.
    private interface Attempt {
        void run() throws RocksDBException;
    }

    /// Writes what is left and ends the thread.
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
