package io.hongyan.broker.session;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.context.ShardContext;
import io.hongyan.broker.event.DropReason;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.codec.QoS;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hands messages to the rules that send them on to other systems: to the outbox of a rule, durable with all else that
/// is written for the message, or to its queue in memory.
///
/// Confined to its shard.
public final class RuleWriter {
    private final ShardContext context;
    private final MessageTracer tracer;

    public RuleWriter(ShardContext context, MessageTracer tracer) {
        this.context = context;
        this.tracer = tracer;
    }

    /// Why a message should not be accepted because one of its rules has no room, or null. The outbox of that rule
    /// counts who is refused.
    static @Nullable String full(List<OutboundRule> rules) {
        for (int i = 0; i < rules.size(); i++) { // without an iterator: it runs for every PUBLISH
            OutboundRule rule = rules.get(i);
            if (rule.room() <= 0) {
                Outbox outbox = rule.outbox();
                if (outbox != null) {
                    outbox.refused();
                }
                return why(rule);
            }
        }
        return null;
    }

    static String why(OutboundRule rule) {
        return rule.name() + " has no room: too many messages wait in it";
    }

    OutboxLabel label(Session publisher, Message message) {
        return new OutboxLabel(tracer.id(publisher.instance(), message), publisher.ordered(), publisher.cleanSession());
    }

    static OutboxLabel labelOfServer(MessageId id) {
        return new OutboxLabel(id, false, true);
    }

    /// Gives a message of QoS 1 or 2 to all of these rules, or to none.
    ///
    /// @param tracker not to be confirmed before the rules have the message
    /// @param earlier of the publisher, which this one must not overtake; null for none
    /// @return the first rule without room; null when all have the message
    @Nullable
    OutboundRule take(
            List<OutboundRule> rules,
            Message message,
            OutboxLabel label,
            DeliveryTracker tracker,
            @Nullable InboundQos2 earlier) {
        Departure departure = new Departure(rules, message, label);
        OutboundRule full = departure.take(tracker, context.loop());
        if (full == null) {
            departure.write(context.store(), tracker, earlier);
        }
        return full;
    }

    /// Gives a message to its rules that nobody can be refused, a will: each one with room gets it.
    ///
    /// @param tracker not to be confirmed before the rules have the message
    /// @param earlier as in [#take]
    void send(
            String instance,
            List<OutboundRule> rules,
            Message message,
            OutboxLabel label,
            DeliveryTracker tracker,
            @Nullable InboundQos2 earlier) {
        if (message.qos() == QoS.AT_MOST_ONCE) {
            offer(instance, rules, message, label);
            return;
        }
        for (OutboundRule rule : rules) {
            if (take(List.of(rule), message, label, tracker, earlier) != null) {
                dropped(instance, message);
            }
        }
    }

    /// Gives a message of QoS 0 to its rules; what finds no room is dropped.
    void offer(String instance, List<OutboundRule> rules, Message message, OutboxLabel label) {
        for (OutboundRule rule : rules) {
            Outbox outbox = rule.storesQos0() ? rule.outbox() : null;
            if (outbox == null ? !rule.offer(message, label, null) : !append(outbox, message, label)) {
                dropped(instance, message);
            }
        }
    }

    /// Writes a message that nobody waits for: where those that somebody waits for would be refused, it has no place.
    private boolean append(Outbox outbox, Message message, OutboxLabel label) {
        if (context.store().refusal() != null || !outbox.reserve(message)) {
            return false;
        }
        context.store().append(outbox, message, label);
        return true;
    }

    private void dropped(String instance, Message message) {
        context.dropped(instance, message.publisher(), message.topic().toString(), DropReason.RULE_FULL, 1);
    }
}
