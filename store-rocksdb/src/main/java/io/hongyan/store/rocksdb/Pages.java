package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoredMessage;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.rocksdb.RocksDBException;

/// Reads pages of inboxes on a thread of its own, so that neither a shard nor the writer waits for it.
final class Pages implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pages.class.getName());

    private final Engine engine;
    private final Clock clock;
    private final Duration maxAge;
    private final Rows rows = new Rows();
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("store-reader").daemon().factory());

    /// @param maxAge messages stored longer ago come back as expired
    Pages(Engine engine, Clock clock, Duration maxAge) {
        this.engine = engine;
        this.clock = clock;
        this.maxAge = maxAge;
    }

    void read(Write.Read read) {
        reader.execute(() -> {
            List<StoredMessage> page = page(read);
            read.shard().execute(() -> read.sink().accept(page));
        });
    }

    private List<StoredMessage> page(Write.Read read) {
        List<StoredMessage> page = new ArrayList<>();
        long oldest = clock.wallMillis() - maxAge.toMillis();
        try {
            engine.scan(Table.INBOX, Keys.of(read.session(), read.after() + 1), (key, value) -> {
                if (Keys.number(key) != read.session()) {
                    return false;
                }
                Rows.Entry entry = Rows.entry(value);
                byte[] body = engine.get(Table.BODIES, Keys.of(entry.body()));
                if (body == null) {
                    LOG.log(
                            Level.ERROR,
                            "message {0} of session {1} has lost its content in the store and is left out; run hongyan"
                                    + " store check",
                            Keys.sequence(key),
                            Long.toHexString(read.session()));
                } else {
                    page.add(Rows.stored(Keys.sequence(key), rows.message(body, oldest), entry, null));
                }
                return page.size() < read.most();
            });
        } catch (RocksDBException e) {
            LOG.log(Level.ERROR, "cannot read the inbox of session {0}: {1}", read.session(), e.getMessage());
        }
        return page;
    }

    @Override
    public void close() {
        reader.close();
    }
}
