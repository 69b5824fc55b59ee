package io.hongyan.broker.shard;

import io.hongyan.broker.session.InstanceShard;
import io.hongyan.broker.session.Session;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Consumer;

/// Visits all sessions of one shard, some in each turn of the loop, so that nobody else has to wait for a million of
/// them.
///
/// Confined to its shard.
final class SessionWalk {
    private static final int SESSIONS_PER_TURN = 1000;

    private final Loop loop;
    private final Consumer<Session> visitor;
    private final Runnable done;
    private final ArrayDeque<Iterator<Session>> left = new ArrayDeque<>();

    /// @param done runs after the last visit
    SessionWalk(Loop loop, Collection<InstanceShard> instances, Consumer<Session> visitor, Runnable done) {
        this.loop = loop;
        this.visitor = visitor;
        this.done = done;
        instances.forEach(instance -> left.add(instance.sessions().iterator()));
    }

    void run() {
        for (int i = 0; i < SESSIONS_PER_TURN && !left.isEmpty(); i++) {
            Iterator<Session> sessions = left.element();
            if (sessions.hasNext()) {
                visitor.accept(sessions.next());
            } else {
                left.remove();
            }
        }
        if (left.isEmpty()) {
            done.run();
        } else {
            loop.nextTurn(this::run);
        }
    }
}
