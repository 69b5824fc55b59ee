package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RetainedTopic;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.health.WriteBacklog;
import io.hongyan.store.rocksdb.index.DeletedInstances;
import io.hongyan.store.rocksdb.index.IdAllocator;
import io.hongyan.store.rocksdb.index.OpenChannels;
import io.hongyan.store.rocksdb.index.ReferenceCounts;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import io.hongyan.store.rocksdb.row.UndecodableRows;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Builds the batch of rows for write requests, and counts the references to bodies.
///
/// Confined to the writer's thread.
final class WriteBatchBuilder {
    private static final System.Logger LOG = System.getLogger(WriteBatchBuilder.class.getName());
    private static final int MAX_ACKNOWLEDGED = 10_000;

    private final Engine engine;
    private final ReferenceCounts references;
    private final IdAllocator ids;
    private final Clock clock;
    private final UndecodableRows undecodable;
    private final RowBatch batch = new RowBatch();
    private final RecentBodies recent = new RecentBodies(Runtime.getRuntime().maxMemory());
    private final Set<Long> touched = new HashSet<>();
    private final Map<RocksDbOutbox, Long> offered = new HashMap<>();
    private long counted;

    WriteBatchBuilder(
            Engine engine, ReferenceCounts references, IdAllocator ids, Clock clock, UndecodableRows undecodable) {
        this.engine = engine;
        this.references = references;
        this.ids = ids;
        this.clock = clock;
        this.undecodable = undecodable;
    }

    RowBatch batch() {
        return batch;
    }

    /// What the requests in the batch were [counted][WriteBacklog] with, in bytes.
    long counted() {
        return counted;
    }

    /// Whether the batch may contain rows of that session.
    boolean touches(long session) {
        return touched.contains(session);
    }

    /// The batch has been written.
    void clear() {
        offered.forEach(RocksDbOutbox::written);
        offered.clear();
        batch.clear();
        touched.clear();
        counted = 0;
        recent.trim();
    }

    void apply(WriteRequest write) {
        switch (write) {
            case WriteRequest.Save w ->
                put(w.session(), Table.SESSIONS, KeyCodec.of(w.session()), RowCodec.session(w.what()));
            case WriteRequest.Remove w -> remove(w.session());
            case WriteRequest.Subscribe w ->
                put(
                        w.session(),
                        Table.SUBSCRIPTIONS,
                        KeyCodec.of(w.session(), w.subscription().filter()),
                        RowCodec.subscription(w.subscription()));
            case WriteRequest.Unsubscribe w -> batch.delete(Table.SUBSCRIPTIONS, KeyCodec.of(w.session(), w.filter()));
            case Append w -> append(w);
            case WriteRequest.Mark w -> mark(w.session(), w.sequence(), w.mark());
            case WriteRequest.Done w -> done(w.session(), w.sequence());
            case WriteRequest.Moved w -> done(w.session(), w.sequence());
            case WriteRequest.Received w ->
                put(w.session(), Table.RECEIVED, KeyCodec.of(w.session(), w.packetId()), new byte[0]);
            case WriteRequest.Completed w -> batch.delete(Table.RECEIVED, KeyCodec.of(w.session(), w.packetId()));
            case WriteRequest.Retain w -> retain(w);
            case WriteRequest.ChangeRecords w -> change(w);
            case WriteRequest.AppendToOutbox w -> append(w);
            case WriteRequest.OpenedChannel w -> OpenChannels.put(w.channel(), batch);
            case WriteRequest.ClosedChannel w -> OpenChannels.delete(w.channel(), batch);
            case WriteRequest.DropInstance w -> DeletedInstances.delete(w.instance(), ids, batch);
            case WriteRequest.Settle w -> settle(w);
            case WriteRequest.Acknowledge _, WriteRequest.Barrier _, WriteRequest.ReadPage _ ->
                throw new IllegalStateException("nothing to write: " + write);
        }
    }

    private void put(long session, Table table, byte[] key, byte[] value) {
        touched.add(session);
        batch.put(table, key, value);
    }

    private void retain(WriteRequest.Retain w) {
        counted += w.counted();
        RetainedTopic topic = w.topic();
        Message present = topic.take();
        byte[] key = KeyCodec.of(topic.instance(), topic.topic().utf8());
        if (present == null) {
            batch.delete(Table.RETAINED, key);
        } else {
            batch.put(Table.RETAINED, key, RowCodec.message(present, clock.wallMillis()));
        }
    }

    private void append(Append w) {
        InboxEntry entry = w.entry();
        long session = w.session();
        long body = addReference(entry.message());
        counted += w.counted();
        batch.addReference(session, entry.sequence(), body);
        put(session, Table.INBOX, KeyCodec.of(session, entry.sequence()), RowCodec.inboxRow(body, entry));
        if (w.mark() != 0) {
            mark(session, entry.sequence(), w.mark());
        }
    }

    private void mark(long session, long sequence, int mark) {
        put(session, Table.FLIGHT, KeyCodec.of(session, sequence), RowCodec.mark(mark));
    }

    /// Adds a reference to the body of a message. The first reference writes the body.
    private long addReference(Message message) {
        Long existing = recent.of(message);
        if (existing != null) {
            references.add(existing);
            return existing;
        }
        long body = ids.body();
        recent.add(message, body);
        batch.put(Table.BODIES, KeyCodec.of(body), RowCodec.message(message, clock.wallMillis()));
        return body;
    }

    private void append(WriteRequest.AppendToOutbox w) {
        long body = addReference(w.message());
        counted += w.counted();
        long sequence = ids.body();
        offered.put(w.outbox(), sequence);
        batch.put(
                Table.OUTBOX,
                KeyCodec.of(w.outbox().name(), sequence),
                RowCodec.outboxRow(body, w.message(), w.label()));
    }

    private void change(WriteRequest.ChangeRecords w) {
        counted += w.bytes();
        for (RecordTable.Change change : w.changes()) {
            switch (change) {
                case RecordTable.Change.Put put -> batch.put(Table.RECORDS, put.key(), put.value());
                case RecordTable.Change.Delete delete -> batch.delete(Table.RECORDS, delete.key());
                case RecordTable.Change.DeletePrefix delete ->
                    batch.deleteRange(
                            Table.RECORDS, delete.key(), KeyCodec.afterPrefix(delete.key(), RecordTable.MAX_KEY));
            }
        }
    }

    /// Deletes acknowledged entries of an outbox that are in the database, up to a limit.
    ///
    /// @return whether there are more
    boolean acknowledge(WriteRequest.Acknowledge w) {
        RocksDbOutbox outbox = w.outbox();
        String name = outbox.name();
        long[] found = {0, 0, outbox.deletedUpTo()}; // messages, bytes, last
        boolean read = false;
        try {
            engine.scan(Table.OUTBOX, KeyCodec.of(name, outbox.deletedUpTo() + 1), (key, value, _) -> {
                long sequence = KeyCodec.name(key).equals(name) ? KeyCodec.outboxSequence(key) : Long.MAX_VALUE;
                if (sequence == Long.MAX_VALUE || sequence > w.upTo() || found[0] == MAX_ACKNOWLEDGED) {
                    return false;
                }
                found[2] = sequence;
                if (!batch.settles(sequence)) {
                    deleteEntry(key, value, found);
                }
                return true;
            });
            read = true;
        } catch (RocksDBException e) {
            LOG.log(Level.ERROR, "cannot read {0}: {1}; {2}", outbox.key().title(), e.getMessage(), engine.advice());
        }
        outbox.deleted(found[2], found[0], found[1]);
        return read && found[0] == MAX_ACKNOWLEDGED;
    }

    /// Deletes an entry of an outbox.
    ///
    /// @param found messages and bytes, to which it is added
    private void deleteEntry(byte[] key, byte[] value, long[] found) {
        RowCodec.OutboxRow row = undecodable.decode(Table.OUTBOX, key, () -> RowCodec.outboxRow(value));
        batch.delete(Table.OUTBOX, key);
        release(RowCodec.bodyOf(value));
        if (row != null) { // otherwise it was never counted
            found[0]++;
            found[1] += row.bytes();
        }
    }

    /// Whether entries that are to be settled may stand in this batch, where they cannot be read yet.
    boolean holds(WriteRequest.Settle w) {
        return offered.containsKey(w.outbox()) && Arrays.stream(w.sequences()).anyMatch(w.outbox()::isAhead);
    }

    private void settle(WriteRequest.Settle w) {
        RocksDbOutbox outbox = w.outbox();
        long[] found = {0, 0}; // messages, bytes
        for (long sequence : w.sequences()) {
            // what is acknowledged, or was settled a moment ago, stays in the database until the batch is written
            if (sequence <= outbox.deletedUpTo() || batch.settles(sequence)) {
                continue;
            }
            byte[] key = KeyCodec.of(outbox.name(), sequence);
            byte[] value = read(Table.OUTBOX, key);
            if (value != null) {
                batch.settle(sequence);
                deleteEntry(key, value, found);
            }
        }
        outbox.deleted(outbox.deletedUpTo(), found[0], found[1]);
    }

    private void done(long session, long sequence) {
        byte[] key = KeyCodec.of(session, sequence);
        long body = batch.bodyOf(session, sequence);
        if (body == 0) {
            byte[] row = read(Table.INBOX, key);
            if (row == null) {
                return; // already deleted, with the session
            }
            body = RowCodec.bodyOf(row);
        }
        batch.delete(Table.INBOX, key);
        batch.delete(Table.FLIGHT, key);
        release(session, sequence, body);
    }

    /// A row of an inbox refers to its body no more; once, however often this batch deletes it.
    private void release(long session, long sequence, long body) {
        if (batch.giveBack(session, sequence)) {
            release(body);
        }
    }

    /// @param body 0 = none
    private void release(long body) {
        if (body != 0 && references.release(body)) {
            batch.delete(Table.BODIES, KeyCodec.of(body));
            recent.remove(body);
        }
    }

    private void remove(long session) {
        batch.delete(Table.SESSIONS, KeyCodec.of(session));
        for (Table table : new Table[] {Table.SUBSCRIPTIONS, Table.RECEIVED, Table.FLIGHT, Table.INBOX}) {
            scan(table, session);
        }
    }

    private void scan(Table table, long session) {
        try {
            engine.scan(table, KeyCodec.of(session), (key, value, _) -> {
                if (KeyCodec.number(key) != session) {
                    return false;
                }
                batch.delete(table, key);
                if (table == Table.INBOX) {
                    release(session, KeyCodec.sequence(key), RowCodec.bodyOf(value));
                }
                return true;
            });
        } catch (RocksDBException e) {
            LOG.log(
                    Level.ERROR,
                    "cannot read what session {0} had in {1}; it is deleted at the next start: {2}",
                    Long.toHexString(session),
                    table,
                    e.getMessage());
        }
    }

    /// Returns null for a row that cannot be read. The next start finds its body without a reference.
    private byte @Nullable [] read(Table table, byte[] key) {
        try {
            return engine.get(table, key);
        } catch (RocksDBException e) {
            LOG.log(Level.ERROR, "cannot read a row of {0}: {1}; {2}", table, e.getMessage(), engine.advice());
            return null;
        }
    }
}
