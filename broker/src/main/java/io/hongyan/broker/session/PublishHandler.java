package io.hongyan.broker.session;

import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.auth.Reaction;
import io.hongyan.broker.auth.Refusal;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.context.TurnClock;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.PacketWatch;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageOrigin;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.wire.PacketDecoder;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a PUBLISH of a client does: alias, duplicate, window, permission, and then the way of the message. The
/// acknowledgement is sent once everything is done that it promises.
///
/// Confined to its shard.
public final class PublishHandler {
    private static final int PUBCOMP = 0x70;

    private final ShardContext context;
    private final TurnClock answers;
    private final PacketDecoder decoder;
    private final PublishChecks checks;
    private final Router router;
    private final RuleWriter rules;
    private final MessageTracer tracer;
    private final PublisherBackpressure backpressure;

    public PublishHandler(
            ShardContext context,
            PacketDecoder decoder,
            PublishChecks checks,
            Router router,
            RuleWriter rules,
            MessageTracer tracer,
            PublisherBackpressure backpressure) {
        this.context = context;
        this.answers = new TurnClock(context.loop(), context.clock());
        this.decoder = decoder;
        this.checks = checks;
        this.router = router;
        this.rules = rules;
        this.tracer = tracer;
        this.backpressure = backpressure;
    }

    Packet decode(ByteBuffer frame, Version version) {
        return decoder.decode(frame, version);
    }

    void publish(ClientConnection from, Publish p) {
        context.counters().publishReceived(p.qos(), p.payload().length);
        Topic topic = p.properties().isEmpty() ? p.topic() : withoutAlias(from, p);
        if (p.qos() != QoS.AT_MOST_ONCE && isRepeated(from, p)) {
            return;
        }
        checks.checkLimits(p);
        if (p.qos() != QoS.AT_MOST_ONCE && from.isRefusing()) {
            return;
        }
        Session session = from.session();
        boolean command = topic.startsWithDollar();
        Decision decision = command ? command(session, topic, p) : checks.publish(session, topic, p);
        switch (decision) {
            case Decision.Allow _ -> {
                PacketWatch watch = context.watchpoint().watch();
                if (watch != null) {
                    WatchedPackets.published(watch, from, topic, p);
                }
                if (command) {
                    acknowledge(from, p);
                } else {
                    from.facts().received(p.payload().length);
                    session.home().published(session, topic, p.qos(), p.payload().length);
                    accept(from, p, message(session, topic, p));
                }
            }
            case Decision.Deny deny -> refuse(from, topic, p, deny, false);
        }
    }

    /// PUBREL: the client has our PUBREC, and its identifier is free again [MQTT-4.3.3-11, MQTT-4.3.3-12]. Were PUBCOMP
    /// sent and the identifier not free in the store, the next message of that identifier would count as a repetition
    /// after a restart.
    void release(ClientConnection from, PubRel p) {
        Session session = from.session();
        boolean known = session.unreleased() > 0 && session.inboundQos2().release(p.packetId());
        if (known) {
            session.store().completed(p.packetId());
        }
        // An identifier that is not in use was perhaps released a moment ago: that has to be durable, too.
        session.store().whenDurable(() -> {
            if (!from.isCurrent()) {
                return;
            }
            if (known || !from.version().isV5()) {
                from.ack(PUBCOMP, p.packetId());
            } else {
                from.send(new PubComp(p.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
            }
        });
    }

    private Topic withoutAlias(ClientConnection from, Publish p) {
        int alias = (int) p.properties().number(Property.TOPIC_ALIAS, 0);
        if (p.properties().has(Property.SUBSCRIPTION_IDENTIFIER)) {
            throw ProtocolException.error("MQTT-3.3.4-6", "a subscription identifier in a client's PUBLISH");
        }
        if (alias == 0) {
            return p.topic();
        }
        int maximum = context.config().protocol().topicAliasMaximum();
        if (alias > maximum) {
            throw new ProtocolException(
                    ReasonCode.TOPIC_ALIAS_INVALID,
                    "MQTT-3.3.2-9",
                    "topic alias " + alias + " is above the maximum of " + maximum);
        }
        if (p.topic().length() == 0) {
            return from.inboundAliases().resolve(alias);
        }
        from.inboundAliases().bind(alias, p.topic());
        return p.topic();
    }

    /// Whether a QoS 2 message was received before. Then it is answered, at once or when it may be, and goes no further
    /// [MQTT-4.3.3-10]. A new message must be within the window.
    private boolean isRepeated(ClientConnection from, Publish p) {
        Session session = from.session();
        int unreleased = session.unreleased();
        if (p.qos() == QoS.EXACTLY_ONCE
                && unreleased > 0
                && session.inboundQos2().contains(p.packetId())) {
            repeat(from, session.inboundQos2(), p);
            return true;
        }
        int maximum = context.config().protocol().receiveMaximum();
        if (from.version().isV5() && unreleased + from.acks().unansweredQos1() >= maximum) {
            throw new ProtocolException(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-7",
                    "more than " + maximum + " unacknowledged publishes");
        }
        return false;
    }

    private static void repeat(ClientConnection from, InboundQos2 inbound, Publish p) {
        PendingPublish pending = inbound.pending(p.packetId());
        if (pending == null) {
            acknowledge(from, p);
        } else if (!from.equals(pending.connection())) {
            pending.repeatedOn(from);
            from.acks().add(pending);
        }
    }

    private static Decision command(Session from, Topic topic, Publish p) {
        ControlTopics.Command command = from.policy().controlTopics().find(topic);
        return command == null
                ? Decision.deny(
                        Refusal.SERVER_TOPIC, ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's")
                : command.run(from, p.payload());
    }

    private Message message(Session from, Topic topic, Publish p) {
        Properties properties = p.properties();
        long expiresAt = Message.NEVER;
        if (!properties.isEmpty()) {
            long seconds = properties.number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
            if (seconds >= 0) {
                expiresAt = context.clock().wallMillis() + seconds * 1000;
            }
            properties = properties.without(Property.TOPIC_ALIAS).without(Property.MESSAGE_EXPIRY_INTERVAL);
        }
        return new Message(
                topic,
                p.payload(),
                p.qos(),
                p.retain(),
                properties,
                from.clientId(),
                expiresAt,
                from.policy().traces().on() ? tracer.traceId(from) : null);
    }

    private void accept(ClientConnection from, Publish p, Message message) {
        Session session = from.session();
        List<OutboundRule> leaving = session.policy().outbound().find(message.topic(), true);
        if (p.qos() == QoS.AT_MOST_ONCE) {
            if (message.traceId() != null) {
                tracer.published(session.policy(), message, MessageOrigin.CLIENT);
            }
            count(route(session, message, null));
            if (!leaving.isEmpty()) {
                rules.offer(session.instance(), leaving, message, rules.label(session, message));
            }
            backpressure.check(from);
            return;
        }
        PendingPublish pending = pending(from, p);
        if (leaving.isEmpty()) {
            accept(from, message, pending, 0);
            return;
        }
        OutboxLabel label = rules.label(session, message);
        OutboundRule full = rules.take(leaving, message, label, pending, session.inboundQos2());
        if (full == null) {
            accept(from, message, pending, leaving.size());
            backpressure.slow(from, leaving);
        } else {
            Decision.Deny deny = new Decision.Deny(ReasonCode.QUOTA_EXCEEDED, RuleWriter.why(full));
            refuse(from, message.topic(), p, deny, true);
        }
    }

    /// @param rules how many send it on to another system: they are receivers, too
    private void accept(ClientConnection from, Message message, PendingPublish pending, int rules) {
        Session session = from.session();
        if (message.traceId() != null) {
            tracer.published(session.policy(), message, MessageOrigin.CLIENT);
        }
        if (pending.qos() == QoS.EXACTLY_ONCE) {
            session.inboundQos2().add(pending);
        }
        from.acks().add(pending);
        pending.receivers(rules + count(route(session, message, pending)));
        pending.confirm();
        backpressure.check(from);
    }

    private int count(int receivers) {
        if (receivers == 0) {
            context.counters().count(Counter.MESSAGES_UNROUTED);
        }
        return receivers;
    }

    private PendingPublish pending(ClientConnection from, Publish p) {
        AtomicBatch batch = p.qos() == QoS.EXACTLY_ONCE ? from.session().store().newBatch() : null;
        return new PendingPublish(context, answers, from, p.packetId(), p.qos(), batch);
    }

    private int route(Session from, Message message, @Nullable PendingPublish pending) {
        InstanceShard home = from.home();
        return router.publish(
                home.instance(), home.routes(), from.policy().directDelivery(), message, !from.cleanSession(), pending);
    }

    /// Acknowledges a message that goes no further.
    private static void acknowledge(ClientConnection from, Publish p) {
        switch (p.qos()) {
            case AT_MOST_ONCE -> {}
            case AT_LEAST_ONCE -> from.acknowledge(new PubAck(p.packetId(), ReasonCode.SUCCESS, Properties.NONE));
            case EXACTLY_ONCE -> {
                from.session().inboundQos2().add(p.packetId());
                from.acknowledge(new PubRec(p.packetId(), ReasonCode.SUCCESS, Properties.NONE));
            }
        }
    }

    /// Tells the publisher no, as loudly as its version allows [MQTT-3.3.5-2]. When memory or disk are full the
    /// connection of a 3.x client is to end whatever the policy says, because an acknowledgement would lose a message
    /// that it may send again.
    ///
    /// @param noRoom whether there is no room for this message, although there may be for a smaller one
    private void refuse(ClientConnection from, Topic topic, Publish p, Decision.Deny deny, boolean noRoom) {
        Session session = from.session();
        context.event(new BrokerEvent.PublishRefused(
                session.instance(), session.clientId(), from.peer(), topic.toString(), deny.reason(), deny.why()));
        if (from.version().isV5() && p.qos() != QoS.AT_MOST_ONCE) {
            Properties why =
                    Properties.builder().set(Property.REASON_STRING, deny.why()).build();
            from.acknowledge(
                    p.qos() == QoS.AT_LEAST_ONCE
                            ? new PubAck(p.packetId(), deny.reason(), why)
                            : new PubRec(p.packetId(), deny.reason(), why));
        } else if (p.qos() != QoS.AT_MOST_ONCE
                && deny.kind() == Refusal.OTHER
                && (noRoom || isFull(session, topic, p))) {
            from.refuse(new PendingRefusal(from, topic, deny, () -> isFull(session, topic, p)));
        } else if (session.policy().reactions().to(deny.kind()) == Reaction.CLOSE) {
            session.policy().authorizer().ending(session, topic);
            from.end(deny.reason(), deny.why(), true);
        } else {
            acknowledge(from, p);
        }
    }

    private boolean isFull(Session session, Topic topic, Publish p) {
        return checks.full(session, topic, p) != null;
    }
}
