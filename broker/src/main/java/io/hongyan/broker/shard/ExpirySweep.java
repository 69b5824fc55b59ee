package io.hongyan.broker.shard;

import io.hongyan.broker.context.Timers;
import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.Collection;

/// Drops messages that expired in the store while their receiver is absent: from time to time looks at the oldest
/// messages of each such inbox, one inbox after the other.
///
/// Confined to its shard.
final class ExpirySweep implements Timers.Timed {
    private static final long PAUSE_MILLIS = 10 * 60_000;

    private final Loop loop;
    private final Timers timers;
    private final Collection<InstanceShard> instances;
    private final ArrayDeque<Session> left = new ArrayDeque<>();
    private long due;

    ExpirySweep(Loop loop, Timers timers, Collection<InstanceShard> instances) {
        this.loop = loop;
        this.timers = timers;
        this.instances = instances;
    }

    void start() {
        due = timers.now() + PAUSE_MILLIS;
        timers.at(due, this);
    }

    @Override
    public long fire(long now) {
        if (now < due) {
            return due; // beyond the reach of the wheel
        }
        due = now + PAUSE_MILLIS;
        if (left.isEmpty()) {
            for (InstanceShard instance : instances) {
                for (Session session : instance.sessions()) {
                    if (session.queued() > 0 && !session.connected()) {
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
        if (session.queued() == 0) {
            loop.nextTurn(this::next);
        } else {
            session.dropExpired(() -> loop.nextTurn(this::next));
        }
    }
}
