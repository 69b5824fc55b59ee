package io.hongyan.store.rocksdb;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.StoredMessage;
import io.hongyan.broker.store.StoredSession;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// Reads the whole store once at the start: one pass over each table, side by side, since all are sorted by session.
/// What belongs to no session is deleted on the way.
final class Loading {
    private static final System.Logger LOG = System.getLogger(Loading.class.getName());
    private static final long SAY_EVERY_MILLIS = 1000;

    private final Engine engine;
    private final References references;
    private final Clock clock;
    private final long oldest;
    private final Rows rows = new Rows();
    private final Changes cleaning = new Changes();
    private long said;
    private long sessions;
    private long messages;

    /// @param oldest messages stored before, in wall milliseconds, come back as expired
    Loading(Engine engine, References references, Clock clock, long oldest) {
        this.engine = engine;
        this.references = references;
        this.clock = clock;
        this.oldest = oldest;
        this.said = clock.steadyMillis();
    }

    void retained(BiConsumer<String, Message> sink) {
        try {
            engine.scan(Table.RETAINED, new byte[0], (key, value, _) -> {
                Message message = rows.message(value, Long.MIN_VALUE);
                sink.accept(Keys.name(key), message);
                say("retained messages");
                return true;
            });
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
        }
    }

    /// @param outboxes are told what they have
    void sessions(Store.Restored sink, Outboxes outboxes) {
        try (RocksIterator all = engine.iterator(Table.SESSIONS);
                RocksIterator filters = engine.iterator(Table.SUBSCRIPTIONS);
                RocksIterator inbox = engine.iterator(Table.INBOX);
                RocksIterator flight = engine.iterator(Table.FLIGHT);
                RocksIterator received = engine.iterator(Table.RECEIVED)) {
            RocksIterator[] parts = {filters, inbox, flight, received};
            for (RocksIterator part : parts) {
                part.seekToFirst();
            }
            DeletedInstances deleted = DeletedInstances.read(engine);
            for (all.seekToFirst(); all.isValid(); all.next()) {
                long number = Keys.number(all.key());
                skipTo(number, parts);
                StoredSession session = rows.session(all.value());
                if (deleted.hasSession(session.key().instance(), number)) {
                    cleaning.delete(Table.SESSIONS, all.key());
                    continue; // its other rows are passed on the way to the next session
                }
                sink.session(number, session);
                filters(number, filters, sink);
                inbox(number, inbox, flight, sink);
                received(number, received, sink);
                sink.end();
                sessions++;
                say("sessions");
            }
            all.status();
            skipTo(Long.MAX_VALUE, parts);
            outboxes(outboxes, deleted);
            bodies();
            deleted.clear(cleaning);
            engine.write(cleaning, true);
            references.forgetSingles();
        } catch (RocksDBException e) {
            throw engine.unreadable(e);
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
            say("outboxes");
            return true;
        });
    }

    /// Passes rows of sessions that are not there.
    private void skipTo(long number, RocksIterator... parts) {
        Table[] tables = {Table.SUBSCRIPTIONS, Table.INBOX, Table.FLIGHT, Table.RECEIVED};
        for (int i = 0; i < parts.length; i++) {
            while (parts[i].isValid() && Keys.number(parts[i].key()) < number) {
                cleaning.delete(tables[i], parts[i].key());
                parts[i].next();
            }
        }
    }

    private static void filters(long number, RocksIterator filters, Store.Restored sink) {
        while (at(number, filters)) {
            sink.subscription(Rows.subscription(Keys.text(filters.key()), filters.value()));
            filters.next();
        }
    }

    private void inbox(long number, RocksIterator inbox, RocksIterator flight, Store.Restored sink)
            throws RocksDBException {
        int waiting = 0;
        long bytes = 0;
        long last = 0;
        while (at(number, inbox)) {
            last = Keys.sequence(inbox.key());
            Rows.Entry entry = Rows.entry(inbox.value());
            references.found(entry.body());
            messages++;
            skipFlight(number, last, flight);
            if (at(number, flight) && Keys.sequence(flight.key()) == last) {
                byte[] body = engine.get(Table.BODIES, Keys.of(entry.body()));
                if (body != null) {
                    sink.inflight(inflight(last, body, entry, flight.value()));
                } else {
                    forgetLost(number, last);
                }
                flight.next();
            } else {
                waiting++;
                bytes += entry.bytes();
            }
            inbox.next();
        }
        skipFlight(number, Long.MAX_VALUE, flight);
        sink.waiting(waiting, bytes, last);
    }

    private void forgetLost(long number, long sequence) {
        LOG.log(
                Level.ERROR,
                "message {0} of session {1} was sent, is not acknowledged and has lost its content: it is left out",
                Long.toString(sequence),
                Long.toHexString(number));
        cleaning.delete(Table.INBOX, Keys.of(number, sequence));
        cleaning.delete(Table.FLIGHT, Keys.of(number, sequence));
    }

    private StoredMessage inflight(long sequence, byte[] body, Rows.Entry entry, byte[] flight) {
        return Rows.stored(sequence, rows.message(body, oldest), entry, flight);
    }

    private void skipFlight(long number, long sequence, RocksIterator flight) {
        while (at(number, flight) && Keys.sequence(flight.key()) < sequence) {
            cleaning.delete(Table.FLIGHT, flight.key());
            flight.next();
        }
    }

    private static void received(long number, RocksIterator received, Store.Restored sink) {
        while (at(number, received)) {
            sink.received(Keys.packetId(received.key()));
            received.next();
        }
    }

    private static boolean at(long number, RocksIterator rows) {
        return rows.isValid() && Keys.number(rows.key()) == number;
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

    /// A start that takes long says how far it is.
    private void say(String what) {
        long now = clock.steadyMillis();
        if (now - said > SAY_EVERY_MILLIS) {
            said = now;
            LOG.log(Level.INFO, "reading {0}: {1} sessions and {2} messages so far", what, sessions, messages);
        }
    }
}
