package io.hongyan.store.cassandra;

import io.hongyan.broker.message.Clock;
import io.hongyan.store.cassandra.health.StoreHealth;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The thread that writes for all shards: it takes all collected requests, sends them as one round of batches, waits
/// until all are durable, and runs the tasks that wait for that. Requests that arrive meanwhile become the next round.
/// With one thread, what is retained of a topic and the order of an outbox have one judge.
final class Writer {
    private static final System.Logger LOG = System.getLogger(Writer.class.getName());
    private static final long COLLECT_NANOS = 3_000_000;
    private static final long IDLE_NANOS = 5_000_000_000L;
    private static final long BUSY_RECORD_MILLIS = 1000;
    private static final long IDLE_RECORD_MILLIS = 60_000;

    private final RowWriter rows;
    private final BatchSender sender;
    private final Recovery recovery;
    private final Outboxes outboxes;
    private final Ownership ownership;
    private final Timestamps times;
    private final StoreHealth health;
    private final Supplier<Clock> clock;
    private final Clock machine;
    private final String node;
    private final List<CassandraShardStore> shards = new CopyOnWriteArrayList<>();
    private final PendingAnswers answers;
    private final Thread thread;
    private volatile boolean awake;
    private volatile boolean urgent;
    private volatile boolean closing;
    private volatile boolean stopped;

    // of the present round
    private final Tasks tasks = new Tasks();
    private final List<WriteRequest.ReadPage> reads = new ArrayList<>();
    private final List<WriteRequest.Release> released = new ArrayList<>();
    private long recordedAt;

    Writer(
            RowWriter rows,
            BatchSender sender,
            Recovery recovery,
            Outboxes outboxes,
            Ownership ownership,
            Timestamps times,
            StoreHealth health,
            Supplier<Clock> clock,
            Clock machine,
            String node) {
        this.rows = rows;
        this.sender = sender;
        this.recovery = recovery;
        this.outboxes = outboxes;
        this.ownership = ownership;
        this.times = times;
        this.health = health;
        this.clock = clock;
        this.machine = machine;
        this.node = node;
        this.answers = new PendingAnswers(health::ended);
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void add(CassandraShardStore shard) {
        shards.add(shard);
    }

    void start() {
        recordedAt = machine.steadyMillis();
        thread.start();
    }

    /// Whether nothing is taken any more. Any thread.
    boolean stopped() {
        return stopped;
    }

    /// There are requests. Any thread.
    ///
    /// @param now whether somebody waits for them; if not, some more are collected first
    void wake(boolean now) {
        if (now && !urgent) {
            urgent = true;
            awake = true;
            LockSupport.unpark(thread);
        } else if (!awake) {
            awake = true;
            LockSupport.unpark(thread);
        }
    }

    /// Makes a request that is answered when it is durable. Any thread.
    void ask(WriteRequest request, CompletableFuture<Void> done, CassandraShardStore by) {
        answers.add(done);
        if (by.put(request)) {
            wake(true);
        } else {
            answers.fail(done);
        }
    }

    private void run() {
        try {
            writeUntilClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            health.fail(e.toString(), e);
        }
        stopped = true;
        shards.forEach(CassandraShardStore::take);
        answers.failAll();
    }

    private void writeUntilClosed() throws InterruptedException {
        while (health.failedWhy() == null) {
            boolean last = closing;
            awake = false;
            urgent = false;
            boolean any = collect();
            long limit = recordWhenDue(any, last);
            if (!write(limit)) {
                LOG.log(
                        Level.ERROR,
                        "stopped with writes that Cassandra has not acknowledged; nobody was told that it has");
                return;
            }
            if (last) {
                return;
            }
            if (!any) {
                rest();
            }
        }
    }

    private void rest() {
        if (!awake && !closing) {
            LockSupport.parkNanos(this, IDLE_NANOS);
        }
        if (!urgent && !closing) {
            LockSupport.parkNanos(this, COLLECT_NANOS);
        }
    }

    private boolean collect() {
        boolean any = false;
        for (CassandraShardStore shard : shards) {
            for (WriteRequest request : shard.take()) {
                any = true;
                take(request);
            }
        }
        return any;
    }

    private void take(WriteRequest request) {
        switch (request) {
            case WriteRequest.Barrier barrier -> tasks.add(barrier);
            case WriteRequest.ReadPage read -> reads.add(read);
            case WriteRequest.Release release -> released.add(release);
            case WriteRequest.Reserve reserve -> rows.reserve(reserve.append());
            case WriteRequest.Acknowledge w -> leave(w.outbox(), w.outbox().acknowledged(w.upTo()));
            case WriteRequest.Settle w -> leave(w.outbox(), w.outbox().settled(w.sequences()));
            case WriteRequest.DropInstance w -> {
                rows.drop(w.instance());
                answers.taken(w.done());
            }
            case WriteRequest.ChangeRecords w -> {
                rows.write(w, tasks);
                answers.taken(w.done());
            }
            default -> rows.write(request, tasks);
        }
    }

    private void leave(CassandraOutbox outbox, List<OutboxIndex.Change> changes) {
        rows.settle(outbox, changes);
        outboxes.left(outbox, changes);
    }

    /// The next start must know how much time has passed, and which times were given to writes.
    ///
    /// @return the time that writes do not reach, once this round is written; 0 = as before
    private long recordWhenDue(boolean any, boolean last) {
        long now = machine.steadyMillis();
        if (!last && now - recordedAt < (any ? BUSY_RECORD_MILLIS : IDLE_RECORD_MILLIS)) {
            return 0;
        }
        recordedAt = now;
        long limit = last ? times.last() : times.wanted();
        rows.write(record(limit), tasks);
        return limit;
    }

    /// The row that says when this node wrote last.
    WriteRequest.PutItem record(long limit) {
        return new WriteRequest.PutItem(
                Lists.CLOCKS, Lists.text(node), Lists.number(clock.get().wallMillis(), limit));
    }

    /// Sends the round, and tells all who wait for it.
    ///
    /// @return whether there may be another one
    private boolean write(long limit) throws InterruptedException {
        Round round = rows.takeRound();
        boolean whole = !rows.takeTainted();
        if (!round.isEmpty()) {
            round.count();
            health.writing();
            BatchSender.Outcome outcome = sender.send(round);
            if (outcome == BatchSender.Outcome.GIVEN_UP) {
                return false;
            }
            health.written(round.batches(), round.rows());
            whole &= outcome == BatchSender.Outcome.WRITTEN;
        }
        if (limit > 0) {
            times.stored(limit);
        }
        outboxes.written();
        tell(whole);
        return true;
    }

    private void tell(boolean whole) {
        if (whole) {
            tasks.run();
        } else {
            LOG.log(
                    Level.WARNING,
                    "those who wait for writes of lost virtual shards are not told that they are durable");
            tasks.drop();
        }
        answers.durable();
        for (WriteRequest.ReadPage read : reads) {
            SessionState session = read.session();
            recovery.read(read, Math.max(read.after(), session.position()), session.largest());
        }
        reads.clear();
        released.forEach(release -> ownership.forget(release.vshard(), release.epoch()));
        released.clear();
    }

    /// Writes all collected requests and ends the thread; what Cassandra does not take within some seconds is left.
    void close() {
        closing = true;
        sender.close();
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped = true;
    }
}
