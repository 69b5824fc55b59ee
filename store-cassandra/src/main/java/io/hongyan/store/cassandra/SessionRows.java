package io.hongyan.store.cassandra;

import io.hongyan.store.cassandra.engine.Statements;
import io.hongyan.store.cassandra.health.StoreHealth;
import io.hongyan.store.cassandra.row.SessionForm;

/// Turns what is asked for of sessions and their inboxes into rows. What comes after the end of a session is nothing.
///
/// Confined to the writer's thread.
final class SessionRows {
    private final Statements statements;
    private final Timestamps times;
    private final StoreHealth health;

    SessionRows(Statements statements, Timestamps times, StoreHealth health) {
        this.statements = statements;
        this.times = times;
        this.health = health;
    }

    /// A message will join an inbox.
    void reserve(Append append) {
        SessionState session = append.session();
        if (!append.applied() && !session.removed()) {
            session.add(append.entry().sequence(), append.entry().message().bytes());
        }
    }

    void append(Append append, RowBatch batch) {
        SessionState session = append.session();
        if (session.removed()) {
            health.waits(-append.counted());
            return;
        }
        append.apply(times.next());
        session.add(append.entry().sequence(), append.entry().message().bytes());
        batch.append(append);
        place(session, batch);
    }

    private void place(SessionState session, RowBatch batch) {
        if (session.takeChange()) {
            session.write();
            batch.place(session, times.next());
        }
    }

    void save(WriteRequest.Save w, RowBatch batch) {
        SessionState session = w.session();
        if (!session.removed()) {
            session.write();
            byte[] data = SessionForm.write(w.what());
            batch.add(statements.saveSession(times.next(), session.vshard(), session.number(), data), data.length);
        }
    }

    void subscribe(WriteRequest.Subscribe w, RowBatch batch) {
        SessionState session = w.session();
        if (!session.removed()) {
            session.write();
            String filter = w.subscription().filter();
            byte[] options = SessionForm.subscription(w.subscription());
            batch.add(
                    statements.subscribe(times.next(), session.vshard(), session.number(), filter, options),
                    filter.length());
        }
    }

    void unsubscribe(WriteRequest.Unsubscribe w, RowBatch batch) {
        SessionState session = w.session();
        if (!session.removed() && session.written()) {
            batch.add(
                    statements.unsubscribe(times.next(), session.vshard(), session.number(), w.filter()),
                    w.filter().length());
        }
    }

    void remove(SessionState session, RowBatch batch) {
        if (session.removed()) {
            return;
        }
        session.end();
        batch.forget(session);
        if (session.written()) {
            batch.add(statements.removeSession(times.next(), session.vshard(), session.number()), 0);
        }
        if (session.everPending()) {
            batch.add(statements.removeInbox(times.next(), session.vshard(), session.number()), 0);
        }
    }

    void mark(WriteRequest.Mark w, RowBatch batch) {
        if (!w.session().removed() && w.session().has(w.sequence())) {
            batch.mark(w.session(), w.sequence(), w.mark(), times.next());
        }
    }

    void done(SessionState session, long sequence, RowBatch batch) {
        if (session.removed() || !session.remove(sequence)) {
            return;
        }
        boolean unwritten = batch.cancel(session, sequence);
        if (!unwritten && sequence > session.position()) {
            batch.add(statements.done(times.next(), session.vshard(), session.number(), sequence), 0);
        }
        place(session, batch);
    }

    void received(SessionState session, int packetId, boolean open, RowBatch batch) {
        if (session.removed()) {
            return;
        }
        boolean changed =
                open ? session.received().add(packetId) : session.received().remove(packetId);
        if (changed) {
            session.write();
            batch.received(session, SessionForm.ids(session.received()), times.next());
        }
    }
}
