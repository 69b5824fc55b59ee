package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.health.StoreHealth;
import io.hongyan.store.rocksdb.health.StoreStats;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/// Reads pages of inboxes and outboxes, and the sessions of virtual shards, on a thread of its own, so that neither a
/// shard nor the writer waits for the disk.
final class PageReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PageReader.class.getName());

    private static final long RETRY_MILLIS = 1000;
    private static final long MAX_PAGE_BYTES = 4L << 20;

    private final Engine engine;
    private final Clock clock;
    private final Duration maxAge;
    private final StoreHealth health;
    private final UndecodableRows undecodable;
    private final RowCodec rows = new RowCodec();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());

    /// @param maxAge messages that were stored earlier are returned as expired
    PageReader(Engine engine, Clock clock, Duration maxAge, StoreStats stats) {
        this.health = stats.health();
        this.undecodable = stats.undecodable();
        this.engine = engine;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /// Reads a page of an inbox. A failed read is retried.
    void readInbox(WriteRequest.ReadPage read) {
        run("the inbox of session " + Long.toHexString(read.session()), () -> {
            InboxPage page = inboxPage(read);
            deliver(read, page);
        });
    }

    private static void deliver(WriteRequest.ReadPage read, InboxPage page) {
        try {
            read.shard().execute(() -> read.sink().accept(page));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a shard ended before a page was read");
        }
    }

    /// Reads a page of an outbox. A failed read is retried.
    void readOutbox(RocksDbOutbox outbox, RocksDbOutbox.PendingRead read) {
        run(outbox.key().title(), () -> outbox.deliver(read, outboxPage(outbox, read)));
    }

    /// Reads the sessions of a virtual shard. A failed read is retried.
    void readSessions(VShardReader vshard) {
        run(
                "the sessions of virtual shard " + vshard.number(),
                () -> vshard.read(engine, rows, undecodable, clock.wallMillis() - maxAge.toMillis()));
    }

    /// A read that may fail and is retried.
    private interface ReadTask {
        void run() throws RocksDBException;
    }

    private void run(String what, ReadTask task) {
        try {
            reader.execute(() -> attempt(what, task, true));
        } catch (RejectedExecutionException _) {
            LOG.log(Level.DEBUG, "not read, because the store is being closed: {0}", what);
        }
    }

    private void attempt(String what, ReadTask task, boolean first) {
        try {
            task.run();
            if (!first) {
                health.readRecovered();
            }
        } catch (Throwable cause) { // without a retry, the caller would wait forever
            health.readFailed(what, cause, first);
            var _ = reader.schedule(() -> attempt(what, task, false), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private OutboxPage outboxPage(RocksDbOutbox outbox, RocksDbOutbox.PendingRead read) throws RocksDBException {
        List<OutboxEntry> entries = new ArrayList<>();
        String name = outbox.name();
        long[] found = {read.after, 0}; // last sequence, bytes
        engine.scan(Table.OUTBOX, KeyCodec.of(name, read.after + 1), (key, value, snapshot) -> {
            if (!KeyCodec.name(key).equals(name)) {
                return false;
            }
            RowCodec.OutboxEntryRow entry =
                    undecodable.decode(Table.OUTBOX, key, () -> RowCodec.outboxEntry(key, value));
            if (entry == null) {
                return true;
            }
            found[0] = entry.sequence();
            RowCodec.OutboxRow row = entry.row();
            byte[] body = snapshot.get(Table.BODIES, KeyCodec.of(row.body()));
            Message message = rows.message(body, row.body(), Long.MIN_VALUE, undecodable);
            if (message == null) {
                outbox.counters().lost();
                LOG.log(
                        Level.ERROR,
                        "message {0} of {1} has lost its content in the store and is left out; {2}",
                        Long.toString(found[0]),
                        outbox.key().title(),
                        engine.advice());
            } else {
                entries.add(new OutboxEntry(found[0], message, row.label()));
            }
            found[1] += row.bytes();
            return entries.size() < read.most && found[1] < MAX_PAGE_BYTES;
        });
        return new OutboxPage(entries, found[0]);
    }

    private InboxPage inboxPage(WriteRequest.ReadPage read) throws RocksDBException {
        List<InboxEntry> entries = new ArrayList<>();
        List<InboxPage.Lost> lost = new ArrayList<>(0);
        long[] bytes = {0};
        boolean[] last = {true};
        long oldest = clock.wallMillis() - maxAge.toMillis();
        engine.scan(Table.INBOX, KeyCodec.of(read.session(), read.after() + 1), (key, value, snapshot) -> {
            if (KeyCodec.number(key) != read.session()) {
                return false;
            }
            if (entries.size() + lost.size() == read.most() || bytes[0] >= MAX_PAGE_BYTES) {
                last[0] = false;
                return false;
            }
            RowCodec.InboxRow entry = undecodable.decode(Table.INBOX, key, () -> RowCodec.inboxRow(value));
            if (entry == null) {
                return true; // the session does not count it either
            }
            byte[] body = snapshot.get(Table.BODIES, KeyCodec.of(entry.body()));
            Message message = rows.message(body, entry.body(), oldest, undecodable);
            if (message == null) {
                lost.add(new InboxPage.Lost(KeyCodec.sequence(key), entry.bytes()));
                logLost(read.session(), KeyCodec.sequence(key));
            } else {
                entries.add(new InboxEntry(KeyCodec.sequence(key), message, entry.options(), null));
                bytes[0] += entry.bytes();
            }
            return true;
        });
        return new InboxPage(entries, lost, last[0]);
    }

    private void logLost(long session, long sequence) {
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} has lost its content in the store and is left out; {2}",
                Long.toString(sequence),
                Long.toHexString(session),
                engine.advice());
    }

    @Override
    public void close() {
        reader.shutdownNow(); // no caller waits for a page any more
        try {
            while (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.log(Level.WARNING, "waiting for a read of the store to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
