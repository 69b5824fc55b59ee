package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxPage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/// Reads pages of inboxes and outboxes on a thread of its own, so that neither a shard nor the writer waits for it.
final class Pages implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pages.class.getName());

    private static final long RETRY_MILLIS = 1000;
    private static final long PAGE_BYTES = 4L << 20;

    private final Engine engine;
    private final Clock clock;
    private final Duration maxAge;
    private final StoreHealth health;
    private final Rows rows = new Rows();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());

    /// @param maxAge messages stored longer ago come back as expired
    Pages(Engine engine, Clock clock, Duration maxAge, StoreHealth health) {
        this.health = health;
        this.engine = engine;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /// Answers when the page could be read: an inbox that cannot be read now is tried again later.
    void read(Write.Read read) {
        run("the inbox of session " + Long.toHexString(read.session()), () -> {
            InboxPage page = page(read);
            answer(read, page);
        });
    }

    private static void answer(Write.Read read, InboxPage page) {
        try {
            read.shard().execute(() -> read.sink().accept(page));
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "a shard ended before a page was read");
        }
    }

    /// The same for the queue of a rule.
    void read(StoredOutbox queue, StoredOutbox.Reading reading) {
        run("the outbox of rule " + queue.name(), () -> queue.answer(reading, page(queue, reading)));
    }

    /// Reads the sessions of a virtual shard.
    void acquire(VShardReader vshard) {
        run(
                "the sessions of virtual shard " + vshard.number(),
                () -> vshard.read(engine, rows, clock.wallMillis() - maxAge.toMillis()));
    }

    /// Something that may fail for now.
    private interface Work {
        void run() throws RocksDBException;
    }

    private void run(String what, Work work) {
        try {
            reader.execute(() -> attempt(what, work, true));
        } catch (RejectedExecutionException _) {
            LOG.log(Level.DEBUG, "not read, because the store is being closed: {0}", what);
        }
    }

    private void attempt(String what, Work work, boolean first) {
        try {
            work.run();
            if (!first) {
                health.readAgain();
            }
        } catch (Throwable cause) { // whoever waits for the page would wait for ever
            health.readFailed(what, cause, first);
            var _ = reader.schedule(() -> attempt(what, work, false), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private OutboxPage page(StoredOutbox queue, StoredOutbox.Reading reading) throws RocksDBException {
        List<OutboxEntry> entries = new ArrayList<>();
        String name = queue.name();
        long[] met = {reading.after, 0}; // last sequence, bytes
        engine.scan(Table.OUTBOX, Keys.of(name, reading.after + 1), (key, value, same) -> {
            if (!Keys.name(key).equals(name)) {
                return false;
            }
            met[0] = Keys.place(key);
            Rows.Offered row = Rows.offered(value);
            byte[] body = same.get(Table.BODIES, Keys.of(row.body()));
            if (body == null) {
                queue.counts().lost();
                LOG.log(
                        Level.ERROR,
                        "message {0} for rule {1} has lost its content in the store and is left out;"
                                + " run hongyan store check",
                        Long.toString(met[0]),
                        name);
            } else {
                entries.add(new OutboxEntry(met[0], rows.message(body, Long.MIN_VALUE), row.key()));
            }
            met[1] += row.bytes();
            return entries.size() < reading.most && met[1] < PAGE_BYTES;
        });
        return new OutboxPage(entries, met[0]);
    }

    private InboxPage page(Write.Read read) throws RocksDBException {
        List<InboxEntry> entries = new ArrayList<>();
        List<InboxPage.Lost> lost = new ArrayList<>(0);
        long[] met = {0}; // bytes
        boolean[] last = {true};
        long oldest = clock.wallMillis() - maxAge.toMillis();
        engine.scan(Table.INBOX, Keys.of(read.session(), read.after() + 1), (key, value, same) -> {
            if (Keys.number(key) != read.session()) {
                return false;
            }
            if (entries.size() + lost.size() == read.most() || met[0] >= PAGE_BYTES) {
                last[0] = false;
                return false;
            }
            Rows.Entry entry = Rows.entry(value);
            byte[] body = same.get(Table.BODIES, Keys.of(entry.body()));
            if (body == null) {
                lost.add(new InboxPage.Lost(Keys.sequence(key), entry.bytes()));
                sayLost(read.session(), Keys.sequence(key));
            } else {
                Message message = rows.message(body, oldest);
                entries.add(new InboxEntry(Keys.sequence(key), message, entry.options(), null));
                met[0] += entry.bytes();
            }
            return true;
        });
        return new InboxPage(entries, lost, last[0]);
    }

    private static void sayLost(long session, long sequence) {
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} has lost its content in the store and is left out; run hongyan store check",
                Long.toString(sequence),
                Long.toHexString(session));
    }

    @Override
    public void close() {
        reader.shutdownNow(); // nobody waits for a page any more
        try {
            while (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.log(Level.WARNING, "waiting for a read of the store to end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
