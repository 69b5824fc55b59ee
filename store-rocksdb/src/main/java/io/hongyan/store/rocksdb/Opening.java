package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.OutboxKey;
import java.lang.System.Logger.Level;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads the keys of the store once when it is opened: counts the references to bodies, tells the outboxes what they
/// have, and deletes what belongs to no session and bodies that nobody refers to. One pass over each table, side by
/// side, since all are sorted by session.
final class Opening {
    private static final System.Logger LOG = System.getLogger(Opening.class.getName());
    private static final long REPORT_EVERY_MILLIS = 1000;
    private static final Table[] PARTS = {Table.SUBSCRIPTIONS, Table.INBOX, Table.FLIGHT, Table.RECEIVED};

    private final Engine engine;
    private final References references;
    private final Clock clock;
    private final Rows rows = new Rows();
    private final Changes cleaning = new Changes();
    private long reportedAt;
    private long sessions;
    private long messages;

    Opening(Engine engine, References references, Clock clock) {
        this.engine = engine;
        this.references = references;
        this.clock = clock;
        this.reportedAt = clock.steadyMillis();
    }

    /// @param outboxes are told what they have
    void read(Outboxes outboxes) {
        try {
            DeletedInstances deleted = DeletedInstances.read(engine);
            inboxes(deleted);
            outboxes(outboxes, deleted);
            bodies();
            deleted.clear(cleaning);
            engine.write(cleaning, true);
            references.forgetSingles();
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    private void inboxes(DeletedInstances deleted) throws RocksDBException {
        RocksIterator[] parts = new RocksIterator[PARTS.length];
        try (RocksIterator all = engine.iterator(Table.SESSIONS)) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = engine.iterator(PARTS[i]);
                parts[i].seekToFirst();
            }
            for (all.seekToFirst(); all.isValid(); all.next()) {
                long number = Keys.number(all.key());
                if (deleted.hasSession(rows.session(all.value()).key().instance(), number)) {
                    cleaning.delete(Table.SESSIONS, all.key());
                    continue; // its other rows are passed on the way to the next session
                }
                sessions++;
                pass(number, parts);
                report("sessions");
            }
            all.status();
            clean(Long.MAX_VALUE, parts);
        } finally {
            for (RocksIterator part : parts) {
                if (part != null) {
                    part.close();
                }
            }
        }
    }

    /// Passes the rows of a session, and deletes those before it, whose session is not there.
    private void pass(long number, RocksIterator[] parts) {
        clean(number, parts);
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isValid() && Keys.number(parts[i].key()) == number; parts[i].next()) {
                if (PARTS[i] == Table.INBOX) {
                    references.found(Rows.bodyOf(parts[i].value()));
                    messages++;
                }
            }
        }
    }

    private void clean(long number, RocksIterator[] parts) {
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isValid() && Keys.number(parts[i].key()) < number; parts[i].next()) {
                cleaning.delete(PARTS[i], parts[i].key());
            }
        }
    }

    private void outboxes(Outboxes outboxes, DeletedInstances deleted) throws RocksDBException {
        engine.scan(Table.OUTBOX, new byte[0], (key, value, _) -> {
            String name = Keys.name(key);
            if (deleted.hasPlace(name, Keys.place(key))) {
                cleaning.delete(Table.OUTBOX, key);
                return true;
            }
            Rows.Offered row = Rows.offered(value);
            references.found(row.body());
            outboxes.of(OutboxKey.of(name)).found(Keys.place(key), row.bytes());
            messages++;
            report("outboxes");
            return true;
        });
    }

    /// Deletes bodies that nobody refers to.
    private void bodies() throws RocksDBException {
        try (RocksIterator bodies = engine.iterator(Table.BODIES)) {
            for (bodies.seekToFirst(); bodies.isValid(); bodies.next()) {
                byte[] key = bodies.key();
                if (references.count(Keys.number(key)) == 0) {
                    cleaning.delete(Table.BODIES, key);
                }
            }
            bodies.status();
        }
    }

    /// A start that takes long reports its progress.
    private void report(String what) {
        long now = clock.steadyMillis();
        if (now - reportedAt > REPORT_EVERY_MILLIS) {
            reportedAt = now;
            LOG.log(Level.INFO, "reading {0}: {1} sessions and {2} messages so far", what, sessions, messages);
        }
    }
}
