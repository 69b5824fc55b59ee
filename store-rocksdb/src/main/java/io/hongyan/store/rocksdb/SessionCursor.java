package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.InboxSummary;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.StoredSession;
import io.hongyan.broker.store.StoredSubscription;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Reads sessions in the order of their numbers, with one iterator for each table that has rows of sessions. Rows that
/// cannot be decoded are skipped.
///
/// Confined to the reading thread.
final class SessionCursor implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SessionCursor.class.getName());

    private static final int[] NONE = {};

    private final Engine engine;
    private final RocksDbShardStore shard;
    private final RowCodec codec;
    private final UndecodableRows undecodable;
    private final long oldest;
    private final NumberedRows sessions;
    private final NumberedRows filters;
    private final NumberedRows inbox;
    private final NumberedRows marks;
    private final NumberedRows received;

    /// @param from the lowest number of a session to read
    /// @param oldest in wall milliseconds; messages that were stored earlier are returned as expired
    SessionCursor(
            Engine engine,
            RocksDbShardStore shard,
            RowCodec codec,
            UndecodableRows undecodable,
            long from,
            long oldest) {
        this.engine = engine;
        this.shard = shard;
        this.codec = codec;
        this.undecodable = undecodable;
        this.oldest = oldest;
        this.sessions = new NumberedRows(engine, Table.SESSIONS, from);
        this.filters = new NumberedRows(engine, Table.SUBSCRIPTIONS, from);
        this.inbox = new NumberedRows(engine, Table.INBOX, from);
        this.marks = new NumberedRows(engine, Table.FLIGHT, from);
        this.received = new NumberedRows(engine, Table.RECEIVED, from);
    }

    private NumberedRows[] all() {
        return new NumberedRows[] {sessions, filters, inbox, marks, received};
    }

    boolean isValid() {
        return sessions.isValid();
    }

    /// The number of the current session.
    long number() {
        return sessions.number();
    }

    void next() {
        sessions.next();
    }

    /// Throws when an iterator has failed: until then that looks like the end of its table.
    void status() throws RocksDBException {
        for (NumberedRows table : all()) {
            table.status();
        }
    }

    /// The current session with all its rows.
    ///
    /// @return null when it cannot be decoded
    @Nullable
    RecoveredSession read() throws RocksDBException {
        long number = number();
        byte[] value = sessions.value();
        StoredSession session = undecodable.decode(Table.SESSIONS, sessions.key(), () -> codec.session(value));
        if (session == null) {
            return null;
        }
        Inbox read = inbox(number);
        return new RecoveredSession(
                shard.session(number), session, filters(number), read.taken(), read.waiting(), received(number));
    }

    private List<StoredSubscription> filters(long number) {
        List<StoredSubscription> found = new ArrayList<>(1);
        for (filters.advanceTo(number); filters.isAt(number); filters.next()) {
            byte[] key = filters.key();
            byte[] value = filters.value();
            StoredSubscription subscription = undecodable.decode(
                    Table.SUBSCRIPTIONS, key, () -> RowCodec.subscription(KeyCodec.text(key), value));
            if (subscription != null) {
                found.add(subscription);
            }
        }
        return found;
    }

    private int[] received(long number) {
        received.advanceTo(number);
        if (!received.isAt(number)) {
            return NONE;
        }
        IntStream.Builder ids = IntStream.builder();
        for (; received.isAt(number); received.next()) {
            byte[] key = received.key();
            Integer id = undecodable.decode(Table.RECEIVED, key, () -> KeyCodec.packetId(key));
            if (id != null) {
                ids.add(id);
            }
        }
        return ids.build().toArray();
    }

    private record Inbox(List<InboxEntry> taken, InboxSummary waiting) {}

    private Inbox inbox(long number) throws RocksDBException {
        List<InboxEntry> taken = new ArrayList<>(0);
        int waiting = 0;
        long bytes = 0;
        int shared = 0;
        long last = 0;
        marks.advanceTo(number);
        for (inbox.advanceTo(number); inbox.isAt(number); inbox.next()) {
            byte[] value = inbox.value();
            last = KeyCodec.sequence(inbox.key());
            RowCodec.InboxRow row = undecodable.decode(Table.INBOX, inbox.key(), () -> RowCodec.inboxRow(value));
            if (row == null) {
                continue;
            }
            Integer mark = mark(number, last);
            if (mark == null) {
                waiting++;
                bytes += row.bytes();
                shared += row.options().shared() ? 1 : 0;
            } else {
                take(number, last, row, mark, taken);
            }
        }
        return new Inbox(taken, new InboxSummary(waiting, bytes, shared, last));
    }

    /// The mark of an entry; null when it has none, or one that cannot be decoded: then the message is sent again.
    private @Nullable Integer mark(long number, long sequence) {
        while (marks.isAt(number) && KeyCodec.sequence(marks.key()) < sequence) {
            marks.next();
        }
        if (!marks.isAt(number) || KeyCodec.sequence(marks.key()) != sequence) {
            return null;
        }
        byte[] value = marks.value();
        return undecodable.decode(Table.FLIGHT, marks.key(), () -> RowCodec.mark(value));
    }

    private void take(long number, long sequence, RowCodec.InboxRow row, int mark, List<InboxEntry> taken)
            throws RocksDBException {
        var message = codec.message(engine.get(Table.BODIES, KeyCodec.of(row.body())), row.body(), oldest, undecodable);
        if (message != null) {
            taken.add(new InboxEntry(sequence, message, row.options(), mark, null));
            return;
        }
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} was sent and is not acknowledged, but its content is lost: it is dropped",
                Long.toString(sequence),
                Long.toHexString(number));
        shard.put(new WriteRequest.Done(number, sequence));
    }

    @Override
    public void close() {
        for (NumberedRows table : all()) {
            table.close();
        }
    }
}
