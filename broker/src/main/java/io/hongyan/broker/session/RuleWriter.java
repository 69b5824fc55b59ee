package io.hongyan.broker.session;

import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import org.jspecify.annotations.Nullable;

/// Hands messages to the rules that send them on to other systems: to the outbox of the rule, durable with all else
/// that is written for the message, or to its queue in memory.
///
/// Confined to its shard.
public final class RuleWriter {
    private final ShardContext context;
    private final MessageTracer tracer;

    public RuleWriter(ShardContext context, MessageTracer tracer) {
        this.context = context;
        this.tracer = tracer;
    }

    /// Why a message of a client to that topic should not be accepted because its rule has no room, or null.
    static @Nullable String full(ClientPolicy policy, Topic topic) {
        OutboundRule rule = policy.outbound().find(topic, true);
        return rule == null ? null : full(rule);
    }

    /// Why a message should not be accepted because that rule has no room, or null. Its outbox counts who is refused.
    static @Nullable String full(OutboundRule rule) {
        if (rule.room() > 0) {
            return null;
        }
        Outbox outbox = rule.outbox();
        if (outbox != null) {
            outbox.refused();
        }
        return why(rule);
    }

    static String why(OutboundRule rule) {
        return "rule " + rule.id() + " has no room: what it sends on waits for the other system";
    }

    OutboxLabel label(Session publisher, Message message) {
        return new OutboxLabel(tracer.id(publisher.instance(), message), publisher.ordered(), publisher.cleanSession());
    }

    static OutboxLabel labelOfServer(MessageId id) {
        return new OutboxLabel(id, false, true);
    }

    /// Takes room for a message of QoS 1 or 2, and gives the message to the rule at once when it waits in memory.
    ///
    /// @param tracker not to be confirmed before the rule has the message
    /// @return false when there is none
    boolean take(OutboundRule rule, Message message, OutboxLabel label, DeliveryTracker tracker) {
        Outbox outbox = rule.outbox();
        if (outbox != null) {
            return outbox.reserve(message);
        }
        boolean room = rule.offer(message, label, () -> context.loop().execute(tracker::confirm));
        if (room) {
            tracker.expect(); // what the other system says is heard in a later turn
        }
        return room;
    }

    /// Writes a message for which room was [taken][#take] to the outbox of the rule, if it has one.
    ///
    /// @param earlier of the publisher, which this one must not overtake; null for none
    void append(
            OutboundRule rule,
            Message message,
            OutboxLabel label,
            DeliveryTracker tracker,
            @Nullable InboundQos2 earlier) {
        Outbox outbox = rule.outbox();
        if (outbox == null) {
            return;
        }
        AtomicBatch batch = tracker.batch();
        if (batch != null) {
            context.store().within(batch, () -> context.store().append(outbox, message, label));
            return;
        }
        tracker.expect();
        if (earlier == null) {
            write(outbox, message, label, tracker);
        } else {
            earlier.inTurn(() -> write(outbox, message, label, tracker));
        }
    }

    private void write(Outbox outbox, Message message, OutboxLabel label, DeliveryTracker tracker) {
        context.store().append(outbox, message, label);
        context.store().whenDurable(tracker::confirm);
    }

    /// Gives a message to its rule that nobody can be refused, a will or one of the server. What finds no room is
    /// dropped.
    ///
    /// @param tracker not to be confirmed before the rule has the message
    /// @param earlier as in [#append]
    void send(
            String instance,
            OutboundRule rule,
            Message message,
            OutboxLabel label,
            DeliveryTracker tracker,
            @Nullable InboundQos2 earlier) {
        if (message.qos() == QoS.AT_MOST_ONCE) {
            offer(instance, rule, message, label);
        } else if (take(rule, message, label, tracker)) {
            append(rule, message, label, tracker, earlier);
        } else {
            dropped(instance, message);
        }
    }

    /// Gives a message of QoS 0 to its rule; what finds no room is dropped.
    void offer(String instance, OutboundRule rule, Message message, OutboxLabel label) {
        if (!rule.offer(message, label, null)) {
            dropped(instance, message);
        }
    }

    private void dropped(String instance, Message message) {
        context.dropped(instance, message.publisher(), message.topic().toString(), DropReason.RULE_FULL, 1);
    }
}
