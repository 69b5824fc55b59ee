package io.hongyan.broker.session;

import java.util.ArrayDeque;

/// Lets go of messages that expired on disk while their receiver is away: from time to time looks at the head of each
/// such queue, one after the other.
///
/// Confined to its shard.
final class Sweeping implements Timers.Timed {
    private static final long PAUSE_MILLIS = 10 * 60_000;

    private final Shard shard;
    private final ArrayDeque<Session> left = new ArrayDeque<>();
    private long due;

    Sweeping(Shard shard) {
        this.shard = shard;
    }

    void start() {
        due = shard.timers().now() + PAUSE_MILLIS;
        shard.timers().at(due, this);
    }

    @Override
    public long fire(long now) {
        if (now < due) {
            return due; // beyond the reach of the wheel
        }
        due = now + PAUSE_MILLIS;
        if (left.isEmpty()) {
            for (Space space : shard.spaces()) {
                for (Session session : space.sessions()) {
                    if (session.outgoing != null && session.outgoing.queued() > 0 && !session.connected()) {
                        left.add(session);
                    }
                }
            }
            next();
        }
        return due;
    }

    private void next() {
        Session session = left.poll();
        if (session == null) {
            return;
        }
        Outgoing outgoing = session.outgoing;
        if (outgoing == null) {
            shard.loop().execute(this::next);
        } else {
            outgoing.waiting().sweep(() -> shard.loop().execute(this::next));
        }
    }
}
