package io.hongyan.broker.session;

import io.hongyan.broker.retained.RetainedMessages;
import io.hongyan.broker.session.state.SubscriptionTable;
import io.hongyan.broker.subscription.Route;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;

/// Sends retained messages to clients that subscribed: as long as they can be sent at once, a bounded number in each
/// turn of the loop; then when the client has made room.
///
/// Confined to its shard.
final class RetainedDelivery {
    /// Steps of a walk in one turn: enough to fill a write, little enough that nobody else waits.
    private static final int STEPS_PER_TURN = 256;

    private final Loop loop;

    RetainedDelivery(Loop loop) {
        this.loop = loop;
    }

    /// The client subscribed by that filter; a shared subscription gets no retained messages.
    void begin(Session session, TopicFilter filter) {
        RetainedMessages retained = session.home().instance().retained();
        if (!filter.isShared() && retained.count() > 0) {
            session.subscriptions().begin(new SubscriptionTable.RetainedWalk(filter, retained.walk(filter)));
        }
    }

    /// Sends what can be sent now.
    void send(Session session) {
        SubscriptionTable.RetainedWalk walk = session.subscriptions().walk();
        if (walk == null || !session.connected()) {
            return;
        }
        Route route = session.subscriptions().get(walk.filter());
        boolean more = route != null
                && walk.walk()
                        .next(
                                STEPS_PER_TURN,
                                () -> mayReceive(session, route),
                                message -> session.deliver(message, EffectiveOptions.ofRetained(message, route), null));
        if (!more) {
            session.subscriptions().endWalk();
        }
        boolean goOn = !more || route == null || mayReceive(session, route);
        if (session.subscriptions().hasWalks() && goOn) {
            loop.nextTurn(() -> sendGuarded(session));
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
