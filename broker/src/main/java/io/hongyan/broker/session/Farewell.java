package io.hongyan.broker.session;

import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.Disconnect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of all connections of one shard when the broker stops: first the acknowledgements that are on their way,
/// then goodbye.
///
/// Confined to its shard.
final class Farewell implements Timers.Timed {
    private static final String WHY = "the server is shutting down";

    private final Shard shard;
    private final ReasonCode reason;
    private final @Nullable String reference;
    private final long deadline;
    private final Runnable done;

    Farewell(Shard shard, ReasonCode reason, @Nullable String reference, long deadline, Runnable done) {
        this.shard = shard;
        this.reason = reason;
        this.reference = reference;
        this.deadline = deadline;
        this.done = done;
    }

    void begin() {
        long next = fire(shard.timers().now());
        if (next != Timers.NEVER) {
            shard.timers().at(next, this);
        }
    }

    @Override
    public long fire(long now) {
        boolean late = now >= deadline;
        boolean waiting = false;
        for (Session session : connected()) {
            if (late || session.settled()) {
                if (session.version().isV5()) {
                    session.send(new Disconnect(reason, Lifecycle.farewell(WHY, reference)));
                }
                shard.lifecycle().end(session, reason, WHY, false, true);
            } else {
                waiting = true;
            }
        }
        if (waiting) {
            return now;
        }
        done.run();
        return Timers.NEVER;
    }

    private List<Session> connected() {
        List<Session> all = new ArrayList<>();
        for (Space space : shard.spaces()) {
            for (Session session : space.sessions()) {
                if (session.connected()) {
                    all.add(session);
                }
            }
        }
        return all;
    }
}
