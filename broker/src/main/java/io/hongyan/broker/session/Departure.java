package io.hongyan.broker.session;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.route.DeliveryTracker;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.ShardStore;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A message of QoS 1 or 2 on its way to the rules that send it on: to all of them, or to none.
///
/// Confined to its shard.
final class Departure {
    private final List<OutboundRule> rules;

    /// Of each rule; null where it waits in memory. Asked for once: a rule may be edited at any time, and what room was
    /// taken of is what the message must go to.
    private final @Nullable Outbox[] outboxes;

    private final Message message;
    private final OutboxLabel label;

    Departure(List<OutboundRule> rules, Message message, OutboxLabel label) {
        this.rules = rules;
        this.outboxes = new Outbox[rules.size()];
        for (int i = 0; i < outboxes.length; i++) {
            outboxes[i] = rules.get(i).outbox();
        }
        this.message = message;
        this.label = label;
    }

    /// Takes room in all outboxes, and then gives the message to the rules with which it waits in memory.
    ///
    /// These cannot give it back: when one has no room, the others send the message, although its publisher is refused
    /// and sends it again. At least once is what they promise.
    ///
    /// @param tracker not to be confirmed before the rules in memory have sent it
    /// @param loop of this shard
    /// @return the first rule without room; null when all have it
    @Nullable
    OutboundRule take(DeliveryTracker tracker, Executor loop) {
        for (int i = 0; i < outboxes.length; i++) {
            Outbox outbox = outboxes[i];
            if (outbox != null && !outbox.reserve(message)) {
                giveBack(i);
                return rules.get(i);
            }
        }
        for (int i = 0; i < outboxes.length; i++) {
            if (outboxes[i] == null) {
                if (!rules.get(i).offer(message, label, () -> loop.execute(tracker::confirm))) {
                    giveBack(outboxes.length);
                    return rules.get(i);
                }
                tracker.expect(); // what the other system says is heard in a later turn
            }
        }
        return null;
    }

    private void giveBack(int before) {
        for (int i = 0; i < before; i++) {
            Outbox outbox = outboxes[i];
            if (outbox != null) {
                outbox.giveBack(message);
            }
        }
    }

    /// Writes the message to the outboxes in which room was [taken][#take].
    ///
    /// @param tracker not to be confirmed before it is durable in all of them
    /// @param earlier of the publisher, which this one must not overtake; null for none
    void write(ShardStore store, DeliveryTracker tracker, @Nullable InboundQos2 earlier) {
        if (!hasOutbox()) {
            return;
        }
        AtomicBatch batch = tracker.batch();
        if (batch != null) {
            store.within(batch, () -> append(store));
            return;
        }
        tracker.expect();
        Runnable write = () -> {
            append(store);
            store.whenDurable(tracker::confirm);
        };
        if (earlier == null) {
            write.run();
        } else {
            earlier.inTurn(write);
        }
    }

    private boolean hasOutbox() {
        for (Outbox outbox : outboxes) {
            if (outbox != null) {
                return true;
            }
        }
        return false;
    }

    private void append(ShardStore store) {
        for (Outbox outbox : outboxes) {
            if (outbox != null) {
                store.append(outbox, message, label);
            }
        }
    }
}
