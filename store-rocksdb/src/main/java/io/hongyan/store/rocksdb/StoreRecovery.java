package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.OutboxKey;
import java.lang.System.Logger.Level;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads the store once when it is opened: counts the references to bodies, counts the entries of outboxes, and deletes
/// rows without a session and bodies without a reference. One pass over each table, in parallel, because all tables are
/// sorted by session.
final class StoreRecovery {
    private static final System.Logger LOG = System.getLogger(StoreRecovery.class.getName());
    private static final long REPORT_INTERVAL_MILLIS = 1000;
    private static final Table[] PARTS = {Table.SUBSCRIPTIONS, Table.INBOX, Table.FLIGHT, Table.RECEIVED};

    private final Engine engine;
    private final ReferenceCounts references;
    private final Clock clock;
    private final RowCodec rows = new RowCodec();
    private final RowBatch cleaning = new RowBatch();
    private long reportedAt;
    private long sessions;
    private long messages;

    StoreRecovery(Engine engine, ReferenceCounts references, Clock clock) {
        this.engine = engine;
        this.references = references;
        this.clock = clock;
        this.reportedAt = clock.steadyMillis();
    }

    /// @param outboxes receive the entries of earlier runs
    void run(OutboxRegistry outboxes) {
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
                long number = KeyCodec.number(all.key());
                if (deleted.hasSession(rows.session(all.value()).key().instance(), number)) {
                    cleaning.delete(Table.SESSIONS, all.key());
                    continue; // its other rows are deleted on the way to the next session
                }
                sessions++;
                readSession(number, parts);
                report("sessions");
            }
            all.status();
            deleteBefore(Long.MAX_VALUE, parts);
        } finally {
            for (RocksIterator part : parts) {
                if (part != null) {
                    part.close();
                }
            }
        }
    }

    /// Reads the rows of a session, and deletes earlier rows, whose session does not exist.
    private void readSession(long number, RocksIterator[] parts) {
        deleteBefore(number, parts);
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isValid() && KeyCodec.number(parts[i].key()) == number; parts[i].next()) {
                if (PARTS[i] == Table.INBOX) {
                    references.found(RowCodec.bodyOf(parts[i].value()));
                    messages++;
                }
            }
        }
    }

    private void deleteBefore(long number, RocksIterator[] parts) {
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isValid() && KeyCodec.number(parts[i].key()) < number; parts[i].next()) {
                cleaning.delete(PARTS[i], parts[i].key());
            }
        }
    }

    private void outboxes(OutboxRegistry outboxes, DeletedInstances deleted) throws RocksDBException {
        engine.scan(Table.OUTBOX, new byte[0], (key, value, _) -> {
            String name = KeyCodec.name(key);
            if (deleted.hasOutboxEntry(name, KeyCodec.outboxSequence(key))) {
                cleaning.delete(Table.OUTBOX, key);
                return true;
            }
            RowCodec.OutboxRow row = RowCodec.outboxRow(value);
            references.found(row.body());
            outboxes.of(OutboxKey.of(name)).found(KeyCodec.outboxSequence(key), row.bytes());
            messages++;
            report("outboxes");
            return true;
        });
    }

    /// Deletes bodies without a reference.
    private void bodies() throws RocksDBException {
        try (RocksIterator bodies = engine.iterator(Table.BODIES)) {
            for (bodies.seekToFirst(); bodies.isValid(); bodies.next()) {
                byte[] key = bodies.key();
                if (references.count(KeyCodec.number(key)) == 0) {
                    cleaning.delete(Table.BODIES, key);
                }
            }
            bodies.status();
        }
    }

    /// Logs the progress of a long start.
    private void report(String what) {
        long now = clock.steadyMillis();
        if (now - reportedAt > REPORT_INTERVAL_MILLIS) {
            reportedAt = now;
            LOG.log(Level.INFO, "reading {0}: {1} sessions and {2} messages so far", what, sessions, messages);
        }
    }
}
