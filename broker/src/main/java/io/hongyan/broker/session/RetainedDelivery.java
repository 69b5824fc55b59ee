package io.hongyan.broker.session;

import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.session.state.RetainedWalk;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Sends retained messages to clients that subscribed: as long as they can be sent at once, a bounded number in each
/// turn of the loop; then when the client has made room. In a cluster they come from all nodes, asked when these know
/// the subscription.
///
/// Confined to its shard.
final class RetainedDelivery {
    /// Steps of a walk in one turn: enough to fill a write, little enough that nobody else waits.
    private static final int STEPS_PER_TURN = 256;

    private final Loop loop;
    private final OtherNodes nodes;
    private final boolean alone;

    RetainedDelivery(ShardContext context) {
        this.loop = context.loop();
        this.nodes = context.nodes();
        this.alone = nodes.isAlone();
    }

    /// The client subscribed by that filter; a shared subscription gets no retained messages.
    ///
    /// @return what is to be [started][#start] when the other nodes know the subscription; null for nothing
    @Nullable
    RetainedWalk begin(Session session, TopicFilter filter) {
        if (filter.isShared()) {
            return null;
        }
        if (!alone && !filter.text().startsWith("$")) {
            RetainedWalk walk = RetainedWalk.overNodes(filter);
            session.subscriptions().begin(walk);
            return walk;
        }
        RetainedMessages retained = session.home().instance().retained();
        if (retained.count() > 0) {
            session.subscriptions().begin(RetainedWalk.here(filter, retained.walk(filter)));
        }
        return null;
    }

    /// Asks the nodes.
    ///
    /// @param begun passed over when they have ended since
    void start(Session session, List<RetainedWalk> begun) {
        for (RetainedWalk walk : begun) {
            if (session.subscriptions().isUnderWay(walk)) {
                walk.start(nodes.retained(session.instance(), walk.filter(), () -> sendGuarded(session)));
            }
        }
        sendGuarded(session);
    }

    /// Sends what can be sent now.
    void send(Session session) {
        RetainedWalk walk = session.subscriptions().walk();
        RetainedSource source = walk == null ? null : walk.source();
        if (walk == null || source == null || !session.connected()) {
            return;
        }
        Route route = session.subscriptions().get(walk.filter());
        boolean more = route != null
                && source.next(
                        STEPS_PER_TURN,
                        () -> mayReceive(session, route),
                        message -> deliver(session, route, walk, message));
        if (!more) {
            session.subscriptions().endWalk();
        }
        boolean goOn = !more || route == null || (mayReceive(session, route) && !source.waits());
        if (session.subscriptions().hasWalks() && goOn) {
            loop.nextTurn(() -> sendGuarded(session));
        }
    }

    private static void deliver(Session session, Route route, RetainedWalk walk, Message message) {
        if (!walk.hasPassed(message.topic())) {
            session.deliver(message, EffectiveOptions.ofRetained(message, route), null);
        }
    }

    private void sendGuarded(Session session) {
        try {
            send(session);
        } catch (Throwable error) {
            session.failed(error);
        }
    }

    private static boolean mayReceive(Session session, Route route) {
        ClientConnection connection = session.connection();
        return route.qos() == QoS.AT_MOST_ONCE
                ? connection != null && connection.writable()
                : session.outbound().ready();
    }
}
