package io.hongyan.broker.session;

import io.hongyan.broker.auth.ControlTopics;
import io.hongyan.broker.auth.Decision;
import io.hongyan.broker.auth.Rules;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.Courier;
import io.hongyan.broker.route.Handover;
import io.hongyan.broker.route.Router;
import io.hongyan.broker.store.SessionKey;
import io.hongyan.broker.store.Unit;
import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.PubComp;
import io.hongyan.codec.packet.PubRec;
import io.hongyan.codec.packet.PubRel;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Connection;
import org.jspecify.annotations.Nullable;

/// What a PUBLISH of a client does: alias, window, duplicate, permission, and then the way of the message.
///
/// Confined to its shard.
final class Publishing {
    private static final int PUBACK = 0x40;
    private static final int PUBREC = 0x50;
    private static final int PUBCOMP = 0x70;

    private final Shard shard;

    Publishing(Shard shard) {
        this.shard = shard;
    }

    void publish(Session from, Publish p) {
        shard.counters().publishReceived(p.qos(), p.payload().length);
        Topic topic = p.properties().isEmpty() ? p.topic() : unaliased(from, p);
        if (p.qos() != QoS.AT_MOST_ONCE && !admitted(from, p)) {
            return;
        }
        checkLimits(p);
        Decision decision = topic.startsWithDollar() ? command(from, topic, p) : permitted(from, topic, p);
        switch (decision) {
            case Decision.Allow _ -> {
                if (topic.startsWithDollar()) {
                    acknowledge(from, p, false);
                } else {
                    accept(from, p, message(from, topic, p));
                }
            }
            case Decision.Deny deny -> refuse(from, topic, p, deny);
        }
    }

    /// PUBREL: the client has our PUBREC, and its identifier is free again [MQTT-4.3.3-11, MQTT-4.3.3-12].
    void release(Session from, PubRel p) {
        if (from.incoming != null && from.incoming.unreleased().remove(p.packetId())) {
            if (from.stored()) {
                // Were PUBCOMP out and the identifier not free on disk, its next message would count as a repetition.
                Connection to = from.connection();
                from.store().completed(from.number(), p.packetId());
                from.store().whenSafe(() -> {
                    if (from.isOn(to)) {
                        from.ack(PUBCOMP, p.packetId());
                    }
                });
            } else {
                from.ack(PUBCOMP, p.packetId());
            }
        } else if (from.version().isV5()) {
            from.send(new PubComp(p.packetId(), ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
        } else {
            from.ack(PUBCOMP, p.packetId());
        }
    }

    /// Whether a message may be published there; also asked about wills.
    Decision permitted(Session from, Topic topic, QoS qos, boolean retain, int payloadBytes) {
        Rules rules = from.rules();
        Decision decision = rules.authorizer().publish(from, topic);
        if (decision instanceof Decision.Allow) {
            decision = rules.publishPolicy().check(from, topic, qos, retain, payloadBytes);
        }
        return decision;
    }

    /// Sends a message to whom it concerns: kept if retained, to its one receiver, or to the subscribers.
    ///
    /// @param keep whether a direct message waits for a receiver that is away
    /// @return how many receivers it has; a direct message counts as one
    int distribute(Space space, Rules rules, Message message, boolean keep, @Nullable Handover handover) {
        String target = rules.directDelivery().target(message.topic());
        if (target != null) {
            direct(space, target, message, keep, handover);
            return 1;
        }
        if (message.retain()) {
            shard.retaining().keep(space, message, handover);
        }
        return shard.router().route(space.routes().match(message.topic()), message, handover);
    }

    private Topic unaliased(Session from, Publish p) {
        int alias = (int) p.properties().number(Property.TOPIC_ALIAS, 0);
        if (p.properties().has(Property.SUBSCRIPTION_IDENTIFIER)) {
            throw ProtocolException.error("MQTT-3.3.4-6", "a subscription identifier in a client's PUBLISH");
        }
        if (alias == 0) {
            return p.topic();
        }
        int maximum = shard.config().protocol().topicAliasMaximum();
        if (alias > maximum) {
            throw new ProtocolException(
                    ReasonCode.TOPIC_ALIAS_INVALID,
                    "MQTT-3.3.2-9",
                    "topic alias " + alias + " is above the maximum of " + maximum);
        }
        if (p.topic().length() == 0) {
            return from.incoming().resolve(alias);
        }
        from.incoming().bind(alias, p.topic());
        return p.topic();
    }

    /// Whether a QoS 1 or 2 message is new and within the window. A repeated QoS 2 message is answered and goes no
    /// further [MQTT-4.3.3-10].
    private boolean admitted(Session from, Publish p) {
        Incoming incoming = p.qos() == QoS.EXACTLY_ONCE ? from.incoming() : from.incoming;
        if (incoming == null) {
            return true;
        }
        if (p.qos() == QoS.EXACTLY_ONCE && incoming.unreleased().contains(p.packetId())) {
            if (!incoming.isWaiting(p.packetId())) {
                from.ack(PUBREC, p.packetId());
            }
            return false;
        }
        int maximum = shard.config().protocol().receiveMaximum();
        if (from.version().isV5() && incoming.outstanding() >= maximum) {
            throw new ProtocolException(
                    ReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "MQTT-3.3.4-7",
                    "more than " + maximum + " unacknowledged publishes");
        }
        return true;
    }

    private void checkLimits(Publish p) {
        var limits = shard.config().protocol();
        if (p.qos().compareTo(limits.maxQoS()) > 0) {
            throw new ProtocolException(
                    ReasonCode.QOS_NOT_SUPPORTED,
                    "MQTT-3.2.2-11",
                    "QoS " + p.qos().level() + " is not served");
        }
        if (p.retain() && !limits.retainAvailable()) {
            throw new ProtocolException(
                    ReasonCode.RETAIN_NOT_SUPPORTED, "MQTT-3.2.2-14", "retained messages are not served");
        }
    }

    private Decision permitted(Session from, Topic topic, Publish p) {
        int levels = shard.config().protocol().maxTopicLevels();
        if (topic.length() > levels && topic.levelCount() > levels) {
            return Decision.deny(
                    ReasonCode.TOPIC_NAME_INVALID,
                    "a topic of " + topic.levelCount() + " levels; the limit is " + levels);
        }
        String full = p.qos() == QoS.AT_MOST_ONCE ? null : full(from);
        if (full != null) {
            return Decision.deny(ReasonCode.QUOTA_EXCEEDED, full);
        }
        return permitted(from, topic, p.qos(), p.retain(), p.payload().length);
    }

    /// Why nothing more should be accepted that may have to wait, or null.
    private @Nullable String full(Session from) {
        if (shard.memory()
                .full(from.space().instance().queuedBytes(), shard.courier().collected())) {
            return "the memory for waiting messages is used up";
        }
        String disk = shard.disk().full(from.space().instance().stored());
        if (disk != null) {
            return disk;
        }
        return shard.store().refusal();
    }

    private static Decision command(Session from, Topic topic, Publish p) {
        ControlTopics.Command command = from.rules().controlTopics().find(topic);
        return command == null
                ? Decision.deny(ReasonCode.NOT_AUTHORIZED, "topics that begin with $ are the server's")
                : command.run(from, p.payload());
    }

    private Message message(Session from, Topic topic, Publish p) {
        Properties properties = p.properties();
        long expiresAt = Message.NEVER;
        if (!properties.isEmpty()) {
            long seconds = properties.number(Property.MESSAGE_EXPIRY_INTERVAL, -1);
            if (seconds >= 0) {
                expiresAt = shard.clock().wallMillis() + seconds * 1000;
            }
            properties = properties.without(Property.TOPIC_ALIAS).without(Property.MESSAGE_EXPIRY_INTERVAL);
        }
        return new Message(topic, p.payload(), p.qos(), p.retain(), properties, from.clientId(), expiresAt);
    }

    private void accept(Session from, Publish p, Message message) {
        Rules rules = from.rules();
        boolean keep = !from.cleanSession();
        if (!shard.durable() || p.qos() == QoS.AT_MOST_ONCE) {
            int receivers = distribute(from.space(), rules, message, keep, null);
            acknowledge(from, p, receivers == 0);
        } else {
            Incoming.Ack ack = new Incoming.Ack(p);
            from.incoming().waiting().add(ack);
            Handover handover = handover(from, ack);
            ack.noReceivers = distribute(from.space(), rules, message, keep, handover) == 0;
            handover.done();
        }
        if (shard.courier().congested() && from.connected()) {
            slow(from);
        }
    }

    /// What follows once all shards have the message. That of a QoS 2 message becomes durable together with the mark
    /// that it was taken over.
    private Handover handover(Session from, Incoming.Ack ack) {
        Publish p = ack.publish;
        boolean twoSteps = p.qos() == QoS.EXACTLY_ONCE;
        if (twoSteps) {
            from.incoming().unreleased().add(p.packetId());
        }
        if (!twoSteps || !from.stored()) {
            return new Handover(null, () -> shard.loop().execute(() -> settle(from, ack)));
        }
        Unit unit = new Unit();
        return new Handover(
                unit,
                () -> shard.loop().execute(() -> {
                    from.store().received(from.number(), p.packetId(), unit);
                    from.store().whenSafe(() -> settle(from, ack));
                }));
    }

    private void slow(Session from) {
        var connection = from.connection();
        if (connection != null) {
            connection.pauseReading();
            shard.slow(from);
        }
    }

    /// One acknowledgement may leave; those before it must leave first [MQTT-4.6.0-2].
    private void settle(Session to, Incoming.Ack safe) {
        safe.safe = true;
        if (to.incoming == null) {
            return;
        }
        var waiting = to.incoming.waiting();
        if (!to.connected()) {
            waiting.remove(safe); // the client will send its message again, and be answered then
            return;
        }
        while (!waiting.isEmpty() && waiting.element().safe) {
            Incoming.Ack first = waiting.remove();
            acknowledge(to, first.publish, first.noReceivers);
        }
    }

    private void acknowledge(Session to, Publish p, boolean noReceivers) {
        if (noReceivers) {
            shard.counters().count(Counter.MESSAGES_UNROUTED);
        }
        boolean tell = noReceivers && to.version().isV5();
        switch (p.qos()) {
            case AT_MOST_ONCE -> {}
            case AT_LEAST_ONCE -> {
                if (tell) {
                    to.send(new PubAck(p.packetId(), ReasonCode.NO_MATCHING_SUBSCRIBERS, Properties.NONE));
                } else {
                    to.ack(PUBACK, p.packetId());
                }
            }
            case EXACTLY_ONCE -> {
                to.incoming().unreleased().add(p.packetId());
                if (tell) {
                    to.send(new PubRec(p.packetId(), ReasonCode.NO_MATCHING_SUBSCRIBERS, Properties.NONE));
                } else {
                    to.ack(PUBREC, p.packetId());
                }
            }
        }
    }

    /// Tells the publisher no, as loudly as its version allows [MQTT-3.3.5-2]. When memory is full a 3.x client is cut
    /// off whatever the rules say, because an acknowledgement would lose a message that it may send again.
    private void refuse(Session from, Topic topic, Publish p, Decision.Deny deny) {
        shard.event(new BrokerEvent.PublishRefused(
                from.instance(), from.clientId(), topic.toString(), deny.reason(), deny.why()));
        boolean lossy = full(from) != null;
        boolean close = lossy || from.rules().refusedPublish() == Rules.RefusedPublish.CLOSE;
        if (from.version().isV5() && p.qos() != QoS.AT_MOST_ONCE) {
            Properties why =
                    Properties.builder().set(Property.REASON_STRING, deny.why()).build();
            from.send(
                    p.qos() == QoS.AT_LEAST_ONCE
                            ? new PubAck(p.packetId(), deny.reason(), why)
                            : new PubRec(p.packetId(), deny.reason(), why));
        } else if (close) {
            from.rules().authorizer().ending(from, topic);
            shard.lifecycle().end(from, deny.reason(), deny.why(), true, true);
        } else {
            acknowledge(from, p, false);
        }
    }

    private void direct(Space space, String target, Message message, boolean keep, @Nullable Handover handover) {
        Shard home = shard.home(SessionKey.vshard(target));
        if (handover != null) {
            handover.expect();
        }
        shard.courier().send(home.index(), new Note(home, space.instance().name(), target, message, keep, handover));
    }

    private void arrived(Space space, String target, Message message, boolean keep, @Nullable Handover handover) {
        if (handover == null) {
            arrived(space, target, message, keep);
        } else {
            Router.handOver(handover, shard.store(), () -> arrived(space, target, message, keep));
        }
    }

    /// A direct message reached the shard of its receiver.
    private void arrived(Space space, String target, Message message, boolean keep) {
        Session session = space.session(target);
        if (session != null && (session.connected() || keep)) {
            shard.delivering().direct(session, message);
        } else {
            shard.dropped(space.instance().name(), target, message.topic().toString(), DropReason.NO_RECEIVER);
        }
    }

    /// A direct message on its way to the shard of its receiver.
    private record Note(
            Shard home,
            String instance,
            String target,
            Message message,
            boolean keep,
            @Nullable Handover handover) implements Courier.Parcel {
        @Override
        public void open() {
            home.publishing().arrived(home.space(instance), target, message, keep, handover);
        }
    }
}
