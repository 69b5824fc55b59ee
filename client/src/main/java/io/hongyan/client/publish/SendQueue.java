package io.hongyan.client.publish;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.loop.ClientEventLoop;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The messages that wait to be sent: bounded, and checked each second for messages that have expired.
///
/// Confined to the loop.
final class SendQueue {
    private static final long SWEEP = 1000;

    private final ClientEventLoop loop;
    private final OfflineQueue bounds;
    private final long timeToLive;
    private final BiConsumer<OutgoingMessage, Why> drop;
    private final ArrayDeque<OutgoingMessage> queue = new ArrayDeque<>(0);
    private long bytes;
    private boolean sweeping;

    /// @param drop is called for each message that is dropped
    SendQueue(ClientEventLoop loop, OfflineQueue bounds, BiConsumer<OutgoingMessage, Why> drop) {
        this.loop = loop;
        this.bounds = bounds;
        this.drop = drop;
        Duration longest = bounds.timeToLive();
        this.timeToLive = longest == null ? Long.MAX_VALUE : longest.toMillis();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    @Nullable
    OutgoingMessage peek() {
        return queue.peek();
    }

    OutgoingMessage take() {
        OutgoingMessage first = queue.remove();
        bytes -= first.weight();
        return first;
    }

    void add(OutgoingMessage outgoing) {
        queue.add(outgoing);
        bytes += outgoing.weight();
        watch();
    }

    void addFirst(OutgoingMessage outgoing) {
        queue.addFirst(outgoing);
        bytes += outgoing.weight();
    }

    /// Whether there is room for one more message; drops the oldest ones when the policy says so.
    boolean makeRoom(OutgoingMessage outgoing) {
        long weight = outgoing.weight();
        if (bounds.whenFull() == OfflineQueue.WhenFull.DROP_OLDEST) {
            while (!queue.isEmpty() && isFull(weight)) {
                drop.accept(take(), Why.QUEUE_FULL);
            }
        }
        return !isFull(weight);
    }

    private boolean isFull(long weight) {
        return queue.size() >= bounds.messages() || bytes + weight > bounds.bytes();
    }

    /// Why the message must not be sent any more: cancelled or expired. Null = it may be sent.
    @Nullable
    Why dropReason(OutgoingMessage outgoing) {
        if (outgoing.isDone()) {
            return Why.CANCELLED;
        }
        long waited = loop.now() - outgoing.since();
        Properties properties = outgoing.message().properties();
        boolean expired = properties.has(Property.MESSAGE_EXPIRY_INTERVAL)
                && waited >= 1000 * properties.number(Property.MESSAGE_EXPIRY_INTERVAL, 0)
                && waited > 0;
        return expired || waited >= timeToLive ? Why.EXPIRED : null;
    }

    private void watch() {
        if (!sweeping) {
            sweeping = true;
            loop.after(SWEEP, this::sweep);
        }
    }

    private void sweep() {
        queue.removeIf(outgoing -> {
            Why over = dropReason(outgoing);
            if (over != null) {
                bytes -= outgoing.weight();
                drop.accept(outgoing, over);
            }
            return over != null;
        });
        sweeping = false;
        if (!queue.isEmpty()) {
            watch();
        }
    }
}
