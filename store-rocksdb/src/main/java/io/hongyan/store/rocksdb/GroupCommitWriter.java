package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.health.StoreHealth;
import io.hongyan.store.rocksdb.health.StoreStats;
import io.hongyan.store.rocksdb.health.WriteBacklog;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The thread that writes for all shards (group commit): it takes all collected requests, writes them as one batch,
/// syncs once, and runs the tasks that wait for durability. Requests that arrive meanwhile become the next batch.
///
/// A failed write is retried until it succeeds; tasks that wait run only then.
final class GroupCommitWriter implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(GroupCommitWriter.class.getName());
    private static final int MAX_ROWS = 50_000;
    private static final int MIN_DELETIONS_TO_FLUSH = 10_000;
    private static final long FLUSH_INTERVAL_MILLIS = 60_000;
    private static final long TIME_INTERVAL_MILLIS = 60_000;

    private static final int MOST_PARKS = 3;

    private final Engine engine;
    private final DiskHook hook;
    private final WriteBatchBuilder builder;
    private final PageReader pages;
    private final Durability durability;
    private final Clock clock;
    private final WriteBacklog backlog;
    private final StoreStats stats;
    private final StoreHealth health;
    private final WriteRetry retry;
    private final List<RocksDbShardStore> shards = new CopyOnWriteArrayList<>();
    private final WaitingTasks barriers = new WaitingTasks();
    private final List<WriteRequest.ReadPage> reads = new ArrayList<>();
    private final Patience patience = new Patience();
    private final WriterPause pause = new WriterPause();
    private final PendingAnswers answers = new PendingAnswers();
    private final Thread thread;
    private volatile boolean awake;
    private volatile boolean closing;
    private volatile boolean stopped;

    private boolean dirty;
    private long syncedAt;
    private long deletions;

    /// How long the next batch is collected before it is written, in nanoseconds.
    private long rest;

    private long flushedAt;
    private long writtenAt;

    GroupCommitWriter(
            Engine engine,
            DiskHook hook,
            WriteBatchBuilder builder,
            PageReader pages,
            Durability durability,
            Clock clock,
            StoreStats stats) {
        this.engine = engine;
        this.hook = hook;
        this.builder = builder;
        this.pages = pages;
        this.durability = durability;
        this.clock = clock;
        this.backlog = stats.backlog();
        this.stats = stats;
        this.health = stats.health();
        this.retry = new WriteRetry(engine, hook, health, clock, () -> closing);
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void add(RocksDbShardStore shard) {
        shards.add(shard);
    }

    /// Wakes the writer because a task or a read waits. Any thread.
    void wake() {
        if (!awake) {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    /// An exception while a batch is built ends the thread: the batch may be incomplete. Waiting tasks and reads are
    /// discarded, and no request is accepted any more.
    private void run() {
        try {
            writeUntilClosed();
        } catch (WriteRetry.ClosedException e) {
            LOG.log(Level.ERROR, "stopped with writes that never reached the disk; none was acknowledged");
        } catch (Throwable cause) {
            health.fail(cause);
        }
        stopped = true;
        discardRequests();
    }

    private void writeUntilClosed() {
        flushedAt = clock.steadyMillis();
        writtenAt = flushedAt;
        while (true) {
            boolean last = closing;
            awake = false;
            boolean any = writeCollected();
            recordTimeWhenDue();
            syncWhenDue(last);
            flushWhenDue();
            if (!any && last) {
                writeNow(); // records the time
                return;
            }
            if (any) {
                pause.interrupted();
            }
            if (rest > 0) {
                collect();
            } else if (!any && !awake) {
                pause.pause(!dirty, this::nothingWaits);
            }
        }
    }

    private boolean nothingWaits() {
        return shards.stream().allMatch(RocksDbShardStore::isEmpty);
    }

    /// Wakes the writer if it would not come by itself soon. Any thread, after it has put a request.
    void wakeFromDoze() {
        if (pause.dozes()) {
            wake();
        }
    }

    /// Lets requests gather for a while after a sync that several tasks had waited for: under load a sync costs more
    /// than what it writes, and one that follows at once would carry little. Nobody wakes the thread meanwhile.
    private void collect() {
        awake = true;
        long end = clock.steadyNanos() + rest;
        rest = 0;
        for (int parks = 0; parks < MOST_PARKS && !closing; parks++) {
            long left = end - clock.steadyNanos();
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    /// Whether the thread has ended. Any thread.
    boolean stopped() {
        return stopped;
    }

    private void discardRequests() {
        barriers.clear();
        reads.clear();
        shards.forEach(shard -> shard.take(0, 0)); // no clock: it may be what has failed
        answers.failAll();
    }

    /// Why nothing has become durable for some seconds, or null. Any thread.
    @Nullable
    String outage() {
        return retry.outage();
    }

    /// Makes a request that is answered when it is durable. Any thread.
    ///
    /// @param request gets what is to be completed
    CompletableFuture<Void> ask(Function<CompletableFuture<Void>, WriteRequest> request, RocksDbShardStore by) {
        CompletableFuture<Void> done = answers.add();
        if (by.put(request.apply(done))) {
            wake();
        } else {
            answers.fail(done);
        }
        return done;
    }

    /// Writes all collected requests.
    ///
    /// @return whether there was any
    private boolean writeCollected() {
        boolean any = false;
        int now = now();
        for (RocksDbShardStore shard : shards) {
            Queue<WriteRequest> taken = shard.take(closing ? 0 : patience.now(), now);
            for (WriteRequest write = taken.poll(); write != null; write = taken.poll()) {
                any = true;
                take(write);
                if (builder.batch().isFull(MAX_ROWS)) {
                    commit();
                }
            }
        }
        if (any) {
            commit();
            shards.forEach(RocksDbShardStore::written);
        }
        return any;
    }

    /// In units of 1,024 ns. Any thread.
    int now() {
        return (int) (clock.steadyNanos() >>> 10);
    }

    private void take(WriteRequest write) {
        switch (write) {
            case Append append -> {
                if (append.isCancelled()) {
                    backlog.remove(append.counted());
                } else {
                    builder.apply(append);
                }
            }
            case WriteRequest.Barrier task -> barriers.add(task);
            case WriteRequest.ReadPage read -> reads.add(read);
            case WriteRequest.Received received -> {
                builder.apply(received);
                takeAll(received.batch());
            }
            case WriteRequest.Moved moved -> {
                builder.apply(moved);
                takeAll(moved.copies());
            }
            case WriteRequest.Acknowledge acknowledge -> {
                while (builder.acknowledge(acknowledge)) {
                    write();
                }
            }
            case WriteRequest.Settle settle -> {
                if (builder.holds(settle)) {
                    write(); // its entries must be found
                }
                builder.apply(settle);
            }
            case WriteRequest.Remove remove -> {
                if (builder.touches(remove.session())) {
                    write(); // a scan must find its rows
                }
                builder.apply(remove);
            }
            case WriteRequest.DropInstance drop -> drop(drop);
            case WriteRequest.ChangeRecords change -> {
                builder.apply(change);
                answers.taken(change.done());
            }
            default -> builder.apply(write);
        }
    }

    private void takeAll(@Nullable AtomicBatch batch) {
        if (batch != null) {
            batch.commit().forEach(part -> take((WriteRequest) part));
        }
    }

    private void drop(WriteRequest.DropInstance drop) {
        builder.apply(drop);
        write();
        for (RocksDbOutbox outbox : drop.outboxes().drop(drop.instance())) {
            while (builder.acknowledge(new WriteRequest.Acknowledge(outbox, Long.MAX_VALUE))) {
                write();
            }
        }
        write(); // a new outbox of that name must not find them
        answers.taken(drop.done());
    }

    private void commit() {
        write();
        answers.durable();
        barriers.run();
        reads.forEach(pages::readInbox);
        reads.clear();
    }

    private void write() {
        if (builder.batch().isEmpty()) {
            return;
        }
        writeNow();
    }

    /// A session may end, or a message expire, while there are no writes: the next start must know how much time has
    /// passed.
    private void recordTimeWhenDue() {
        if (clock.steadyMillis() - writtenAt >= TIME_INTERVAL_MILLIS) {
            writeNow();
        }
    }

    private void writeNow() {
        boolean sync = durability instanceof Durability.Always;
        long time = clock.wallMillis();
        long began = clock.steadyNanos();
        retry.untilWritten(() -> {
            hook.before(DiskHook.Call.WRITE);
            engine.write(builder.batch(), time, sync);
        });
        deletions += builder.batch().deletions();
        stats.written(builder.batch());
        if (sync) {
            long took = clock.steadyNanos() - began;
            stats.synced(took);
            patience.synced(took);
            rest = SyncRest.nanosAfter(barriers.size(), took);
        }
        backlog.remove(builder.counted());
        builder.clear();
        dirty = !sync;
        writtenAt = clock.steadyMillis();
    }

    private void syncWhenDue(boolean last) {
        if (!dirty || !(durability instanceof Durability.Interval interval)) {
            return;
        }
        long now = clock.steadyMillis();
        if (last || now - syncedAt >= interval.most().toMillis()) {
            long began = clock.steadyNanos();
            retry.untilWritten(() -> {
                hook.before(DiskHook.Call.SYNC);
                engine.sync();
            });
            stats.synced(clock.steadyNanos() - began);
            syncedAt = now;
            dirty = false;
        }
    }

    /// Deleted rows take space until compaction has merged their tombstones. RocksDB keeps tombstones in the memtable
    /// until it is full; without this flush, an idle store whose queues were drained would keep its size.
    private void flushWhenDue() {
        long now = clock.steadyMillis();
        if (deletions < MIN_DELETIONS_TO_FLUSH || now - flushedAt < FLUSH_INTERVAL_MILLIS) {
            return;
        }
        deletions = 0;
        flushedAt = now;
        try {
            engine.flush(Table.values());
        } catch (RocksDBException e) {
            LOG.log(Level.WARNING, "cannot free the space of deleted rows now: {0}", e.getMessage());
        }
    }

    /// Writes all collected requests and ends the thread.
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
