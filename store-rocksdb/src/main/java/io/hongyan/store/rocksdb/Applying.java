package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.InboxEntry;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// Turns what shards ask for into rows, and counts the references to bodies.
///
/// Confined to the writer's thread.
final class Applying {
    private static final System.Logger LOG = System.getLogger(Applying.class.getName());
    private static final int BODIES_REMEMBERED = 4096;
    private static final int ACKNOWLEDGED_AT_ONCE = 10_000;

    private final Engine engine;
    private final References references;
    private final Numbers numbers;
    private final Clock clock;
    private final Changes changes = new Changes();
    private final IdentityHashMap<Message, Long> recent = new IdentityHashMap<>();
    private final Map<Long, Message> recentByBody = new HashMap<>();
    private final Set<Long> touched = new HashSet<>();
    private final Map<StoredOutbox, Long> offered = new HashMap<>();
    private long messageBytes;

    Applying(Engine engine, References references, Numbers numbers, Clock clock) {
        this.engine = engine;
        this.references = references;
        this.numbers = numbers;
        this.clock = clock;
    }

    Changes changes() {
        return changes;
    }

    /// Bytes of messages in the changes.
    long messageBytes() {
        return messageBytes;
    }

    /// Whether the changes may hold rows of that session.
    boolean touches(long session) {
        return touched.contains(session);
    }

    /// The changes are written.
    void clear() {
        offered.forEach(StoredOutbox::written);
        offered.clear();
        changes.clear();
        touched.clear();
        messageBytes = 0;
        if (recent.size() > BODIES_REMEMBERED) {
            recent.clear();
            recentByBody.clear();
        }
    }

    void apply(Write write) {
        switch (write) {
            case Write.Save w -> put(w.session(), Table.SESSIONS, Keys.of(w.session()), Rows.session(w.what()));
            case Write.Remove w -> remove(w.session());
            case Write.Subscribe w ->
                put(
                        w.session(),
                        Table.SUBSCRIPTIONS,
                        Keys.of(w.session(), w.subscription().filter()),
                        Rows.subscription(w.subscription()));
            case Write.Unsubscribe w -> changes.delete(Table.SUBSCRIPTIONS, Keys.of(w.session(), w.filter()));
            case Write.Append w -> append(w.session(), w.entry());
            case Write.Mark w ->
                put(w.session(), Table.FLIGHT, Keys.of(w.session(), w.sequence()), Rows.mark(w.mark()));
            case Write.Done w -> done(w.session(), w.sequence());
            case Write.Received w -> put(w.session(), Table.RECEIVED, Keys.of(w.session(), w.packetId()), new byte[0]);
            case Write.Completed w -> changes.delete(Table.RECEIVED, Keys.of(w.session(), w.packetId()));
            case Write.Retain w -> retain(w);
            case Write.RemoveRetained w ->
                changes.delete(Table.RETAINED, Keys.of(w.instance(), w.topic().utf8()));
            case Write.Offer w -> offer(w);
            case Write.DropInstance w -> DeletedInstances.delete(w.instance(), numbers, changes);
            case Write.Acknowledge _, Write.Durable _, Write.Read _ ->
                throw new IllegalStateException("nothing to write: " + write);
        }
    }

    private void put(long session, Table table, byte[] key, byte[] value) {
        touched.add(session);
        changes.put(table, key, value);
    }

    private void retain(Write.Retain w) {
        messageBytes += w.message().bytes();
        changes.put(
                Table.RETAINED,
                Keys.of(w.instance(), w.message().topic().utf8()),
                Rows.message(w.message(), clock.wallMillis()));
    }

    private void append(long session, InboxEntry m) {
        long body = refer(m.message());
        changes.refers(session, m.sequence(), body);
        put(session, Table.INBOX, Keys.of(session, m.sequence()), Rows.entry(body, m));
    }

    /// One more reference to the body of a message, which is written with the first.
    private long refer(Message message) {
        messageBytes += message.bytes();
        Long known = recent.get(message);
        if (known != null) {
            references.add(known);
            return known;
        }
        long body = numbers.body();
        recent.put(message, body);
        recentByBody.put(body, message);
        changes.put(Table.BODIES, Keys.of(body), Rows.message(message, clock.wallMillis()));
        return body;
    }

    private void offer(Write.Offer w) {
        long body = refer(w.message());
        long sequence = numbers.body();
        offered.put(w.queue(), sequence);
        changes.put(Table.OUTBOX, Keys.of(w.queue().name(), sequence), Rows.offered(body, w.message(), w.key()));
    }

    /// Deletes entries of a queue, a bounded number of them: such as are written.
    ///
    /// @return whether more are to go
    boolean acknowledge(Write.Acknowledge w) {
        StoredOutbox queue = w.queue();
        String name = queue.name();
        long[] met = {0, 0, queue.gone()}; // messages, bytes, last
        try {
            engine.scan(Table.OUTBOX, Keys.of(name, queue.gone() + 1), (key, value, _) -> {
                long place = Keys.name(key).equals(name) ? Keys.place(key) : Long.MAX_VALUE;
                if (place == Long.MAX_VALUE || place > w.upTo() || met[0] == ACKNOWLEDGED_AT_ONCE) {
                    return false;
                }
                Rows.Offered row = Rows.offered(value);
                changes.delete(Table.OUTBOX, key);
                release(row.body());
                met[0]++;
                met[1] += row.bytes();
                met[2] = place;
                return true;
            });
        } catch (RocksDBException e) {
            LOG.log(
                    Level.ERROR,
                    "cannot read the outbox of rule {0}; run hongyan store check: {1}",
                    name,
                    e.getMessage());
            return false;
        }
        queue.gone(met[2], met[0], met[1]);
        return met[0] == ACKNOWLEDGED_AT_ONCE;
    }

    private void done(long session, long sequence) {
        byte[] key = Keys.of(session, sequence);
        long body = changes.body(session, sequence);
        if (body == 0) {
            byte[] row = read(Table.INBOX, key);
            if (row == null) {
                return; // dropped before, with the session
            }
            body = Rows.bodyOf(row);
        }
        changes.delete(Table.INBOX, key);
        changes.delete(Table.FLIGHT, key);
        release(body);
    }

    private void release(long body) {
        if (references.release(body)) {
            changes.delete(Table.BODIES, Keys.of(body));
            Message gone = recentByBody.remove(body);
            if (gone != null) {
                recent.remove(gone); // another inbox that gets it later needs a body of its own
            }
        }
    }

    private void remove(long session) {
        changes.delete(Table.SESSIONS, Keys.of(session));
        for (Table table : new Table[] {Table.SUBSCRIPTIONS, Table.RECEIVED, Table.FLIGHT, Table.INBOX}) {
            scan(table, session);
        }
    }

    private void scan(Table table, long session) {
        try {
            engine.scan(table, Keys.of(session), (key, value, _) -> {
                if (Keys.number(key) != session) {
                    return false;
                }
                changes.delete(table, key);
                if (table == Table.INBOX) {
                    release(Rows.bodyOf(value));
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

    /// A row that cannot be read is as good as gone: what it refers to is found unreferenced at the next start.
    private byte @Nullable [] read(Table table, byte[] key) {
        try {
            return engine.get(table, key);
        } catch (RocksDBException e) {
            LOG.log(Level.ERROR, "cannot read a row of {0}; run hongyan store check: {1}", table, e.getMessage());
            return null;
        }
    }
}
