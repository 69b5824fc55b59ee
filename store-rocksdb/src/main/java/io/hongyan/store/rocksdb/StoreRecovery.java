package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.index.DeletedInstances;
import io.hongyan.store.rocksdb.index.ReferenceCounts;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.lang.System.Logger.Level;
import org.rocksdb.RocksDBException;

/// Reads the store once when it is opened: counts the references to bodies, counts the entries of outboxes, and deletes
/// rows without a session and bodies without a reference. One pass over each table, in parallel, because all tables are
/// sorted by session.
final class StoreRecovery {
    private static final System.Logger LOG = System.getLogger(StoreRecovery.class.getName());
    private static final long REPORT_INTERVAL_MILLIS = 1000;
    private static final int MAX_DELETIONS = 10_000;
    private static final Table[] PARTS = {Table.SUBSCRIPTIONS, Table.INBOX, Table.FLIGHT, Table.RECEIVED};

    private final Engine engine;
    private final DiskHook hook;
    private final ReferenceCounts references;
    private final Clock clock;
    private final UndecodableRows undecodable;
    private final RowCodec rows = new RowCodec();
    private final RowBatch cleaning = new RowBatch();
    private long reportedAt;
    private long sessions;
    private long messages;

    StoreRecovery(Engine engine, DiskHook hook, ReferenceCounts references, Clock clock, UndecodableRows undecodable) {
        this.engine = engine;
        this.hook = hook;
        this.undecodable = undecodable;
        this.references = references;
        this.clock = clock;
        this.reportedAt = clock.steadyMillis();
    }

    /// @param outboxes receive the entries of earlier runs
    void run(OutboxRegistry outboxes) {
        try {
            DeletedInstances deleted = DeletedInstances.read(engine, undecodable);
            inboxes(deleted);
            outboxes(outboxes, deleted);
            bodies();
            deleted.clear(cleaning); // last: a start that is interrupted before this begins again
            if (!cleaning.isEmpty()) {
                write(true);
            }
            references.forgetSingles();
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    private void inboxes(DeletedInstances deleted) throws RocksDBException {
        NumberedRows[] parts = new NumberedRows[PARTS.length];
        try (NumberedRows all = new NumberedRows(engine, Table.SESSIONS, 0)) {
            for (int i = 0; i < parts.length; i++) {
                parts[i] = new NumberedRows(engine, PARTS[i], 0);
            }
            for (; all.isValid(); all.next()) {
                long number = all.number();
                if (belongsTo(deleted, number, all)) {
                    delete(Table.SESSIONS, all.key());
                    continue; // its other rows are deleted on the way to the next session
                }
                sessions++;
                readSession(number, parts);
                report("sessions");
            }
            deleteBefore(Long.MAX_VALUE, parts);
            all.status();
            for (NumberedRows part : parts) {
                part.status(); // an iterator that fails looks like the end of its table
            }
        } finally {
            for (NumberedRows part : parts) {
                if (part != null) {
                    part.close();
                }
            }
        }
    }

    /// A session that cannot be decoded stays, with all its rows.
    private boolean belongsTo(DeletedInstances deleted, long number, NumberedRows session) {
        if (deleted.isEmpty()) {
            return false;
        }
        StoredSession decoded = undecodable.decode(Table.SESSIONS, session.key(), () -> rows.session(session.value()));
        return decoded != null && deleted.hasSession(decoded.key().instance(), number);
    }

    /// Reads the rows of a session, and deletes earlier rows, whose session does not exist.
    private void readSession(long number, NumberedRows[] parts) throws RocksDBException {
        deleteBefore(number, parts);
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isAt(number); parts[i].next()) {
                if (PARTS[i] == Table.INBOX) {
                    countReference(parts[i].value());
                }
            }
        }
    }

    private void deleteBefore(long number, NumberedRows[] parts) throws RocksDBException {
        for (int i = 0; i < parts.length; i++) {
            for (; parts[i].isBefore(number); parts[i].next()) {
                delete(PARTS[i], parts[i].key());
            }
        }
    }

    private void outboxes(OutboxRegistry outboxes, DeletedInstances deleted) throws RocksDBException {
        engine.scan(Table.OUTBOX, new byte[0], (key, value, _) -> {
            RowCodec.OutboxEntryRow entry =
                    undecodable.decode(Table.OUTBOX, key, () -> RowCodec.outboxEntry(key, value));
            if (entry != null && deleted.hasOutboxEntry(entry.outbox(), entry.sequence())) {
                delete(Table.OUTBOX, key);
                return true;
            }
            countReference(value);
            if (entry != null) {
                outboxes.of(entry.outbox()).found(entry.sequence(), entry.row().bytes());
            }
            report("outboxes");
            return true;
        });
    }

    /// Deletes bodies without a reference.
    private void bodies() throws RocksDBException {
        try (NumberedRows bodies = new NumberedRows(engine, Table.BODIES, 0)) {
            for (; bodies.isValid(); bodies.next()) {
                if (references.count(bodies.number()) == 0) {
                    delete(Table.BODIES, bodies.key());
                }
            }
            bodies.status();
        }
    }

    private void countReference(byte[] row) {
        long body = RowCodec.bodyOf(row);
        if (body != 0) {
            references.found(body);
            messages++;
        }
    }

    /// Deletes a row, in batches of a bounded size. Iterators read the snapshot of their creation.
    private void delete(Table table, byte[] key) throws RocksDBException {
        cleaning.delete(table, key);
        if (cleaning.size() >= MAX_DELETIONS) {
            write(false);
        }
    }

    private void write(boolean sync) throws RocksDBException {
        hook.before(DiskHook.Call.WRITE);
        engine.write(cleaning, sync);
        cleaning.clear();
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
