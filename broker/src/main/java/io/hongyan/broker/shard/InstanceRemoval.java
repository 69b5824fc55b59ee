package io.hongyan.broker.shard;

import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.broker.session.SessionLifecycle;
import io.hongyan.codec.ReasonCode;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;

/// Ends all clients and sessions of an instance on one shard, some in each turn of the loop.
///
/// Confined to its shard.
final class InstanceRemoval {
    private static final int SESSIONS_PER_TURN = 200;
    private static final String WHY = "its instance was deleted";

    private final Loop loop;
    private final SessionLifecycle lifecycle;
    private final InstanceShard instance;
    private final ArrayDeque<Session> left;
    private final Runnable done;

    InstanceRemoval(Loop loop, SessionLifecycle lifecycle, InstanceShard instance, Runnable done) {
        this.loop = loop;
        this.lifecycle = lifecycle;
        this.instance = instance;
        this.left = new ArrayDeque<>(instance.sessions());
        this.done = done;
    }

    void run() {
        for (int i = 0; i < SESSIONS_PER_TURN && !left.isEmpty(); i++) {
            Session session = left.remove();
            lifecycle.end(session, ReasonCode.ADMINISTRATIVE_ACTION, WHY, true, false);
            lifecycle.endSession(session, WHY);
        }
        if (left.isEmpty()) {
            left.addAll(instance.sessions()); // clients that were being let in meanwhile
        }
        if (left.isEmpty()) {
            done.run();
        } else {
            loop.nextTurn(this::run);
        }
    }
}
