package io.hongyan.broker.session;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.packet.Will;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.util.List;

/// Publishes wills. The store keeps a will until every shard has the message: after a crash in between it is published
/// again.
///
/// Confined to its shard.
final class WillPublisher {
    private final ShardContext context;
    private final Router router;
    private final RuleWriter rules;
    private final MessageTracer tracer;
    private final SessionLifecycle lifecycle;

    WillPublisher(
            ShardContext context, Router router, RuleWriter rules, MessageTracer tracer, SessionLifecycle lifecycle) {
        this.context = context;
        this.router = router;
        this.rules = rules;
        this.tracer = tracer;
        this.lifecycle = lifecycle;
    }

    /// Publishes the will of a session that goes on, once [MQTT-3.1.2-10].
    void publish(Session session) {
        Publication publication = new Publication(session);
        publish(session, publication);
        publication.confirm();
    }

    /// Publishes the will of a session, if it has one.
    ///
    /// @param tracker told when every shard has it
    void publish(Session session, DeliveryTracker tracker) {
        Will will = session.deadlines().takeWill();
        if (will == null) {
            return;
        }
        long seconds = will.properties().number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
        Properties properties =
                will.properties().without(Property.WILL_DELAY_INTERVAL).without(Property.MESSAGE_EXPIRY_INTERVAL);
        Message message = new Message(
                will.topic(),
                will.payload(),
                will.qos(),
                will.retain(),
                properties,
                session.clientId(),
                seconds < 0 ? Message.NEVER : context.clock().wallMillis() + seconds * 1000,
                tracer.traceId(session));
        tracer.published(session.policy(), message, MessageOrigin.CLIENT);
        PacketWatch watch = context.watchpoint().watch();
        if (watch != null) {
            WatchedPackets.published(watch, session.instance(), message);
        }
        InstanceShard home = session.home();
        List<OutboundRule> leaving = session.policy().outbound().find(message.topic(), true);
        if (!leaving.isEmpty()) {
            OutboxLabel label = rules.label(session, message);
            rules.send(session.instance(), leaving, message, label, tracker, session.inboundQos2());
        }
        router.publish(
                home.instance(),
                home.routes(),
                session.policy().directDelivery(),
                message,
                !session.cleanSession(),
                tracker);
    }

    private final class Publication extends DeliveryTracker {
        private final Session session;

        Publication(Session session) {
            super(context.index(), null);
            this.session = session;
        }

        @Override
        protected void delivered() {
            session.deadlines().willPublished();
            if (session.equals(session.home().session(session.clientId()))) {
                lifecycle.save(session);
            }
        }
    }
}
