package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredPage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;

/// Reads pages of inboxes on a thread of its own, so that neither a shard nor the writer waits for it.
final class Pages implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pages.class.getName());

    private static final long RETRY_MILLIS = 1000;

    private final Engine engine;
    private final Clock clock;
    private final Duration maxAge;
    private final Rows rows = new Rows();
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());

    /// @param maxAge messages stored longer ago come back as expired
    Pages(Engine engine, Clock clock, Duration maxAge) {
        this.engine = engine;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    /// Answers when the page could be read: an inbox that cannot be read now is tried again later.
    void read(Write.Read read) {
        reader.execute(() -> attempt(read, true));
    }

    private void attempt(Write.Read read, boolean first) {
        try {
            StoredPage page = page(read);
            read.shard().execute(() -> read.sink().accept(page));
        } catch (RocksDBException | StoreProblem e) {
            if (first) {
                LOG.log(
                        Level.ERROR,
                        "cannot read the inbox of session {0}, trying again; run hongyan store check: {1}",
                        Long.toHexString(read.session()),
                        e.getMessage());
            }
            var _ = reader.schedule(() -> attempt(read, false), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private StoredPage page(Write.Read read) throws RocksDBException {
        List<StoredMessage> messages = new ArrayList<>();
        List<StoredPage.Lost> lost = new ArrayList<>(0);
        long oldest = clock.wallMillis() - maxAge.toMillis();
        engine.scan(Table.INBOX, Keys.of(read.session(), read.after() + 1), (key, value, same) -> {
            if (Keys.number(key) != read.session()) {
                return false;
            }
            Rows.Entry entry = Rows.entry(value);
            byte[] body = same.get(Table.BODIES, Keys.of(entry.body()));
            if (body == null) {
                lost.add(new StoredPage.Lost(Keys.sequence(key), entry.bytes()));
                sayLost(read.session(), Keys.sequence(key));
            } else {
                messages.add(Rows.stored(Keys.sequence(key), rows.message(body, oldest), entry, null));
            }
            return messages.size() + lost.size() < read.most();
        });
        return new StoredPage(messages, lost);
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
