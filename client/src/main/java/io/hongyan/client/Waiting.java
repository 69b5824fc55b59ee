package io.hongyan.client;

import io.hongyan.client.PublishOutcome.Why;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The messages that wait to be sent: bounded, and swept now and then of those that have waited too long.
///
/// Confined to the loop.
final class Waiting {
    private static final long SWEEP = 1000;

    private final ClientLoop loop;
    private final OfflineQueue bounds;
    private final long timeToLive;
    private final BiConsumer<Outgoing, Why> drop;
    private final ArrayDeque<Outgoing> queue = new ArrayDeque<>(0);
    private long bytes;
    private boolean sweeping;

    /// @param drop is told who goes
    Waiting(ClientLoop loop, OfflineQueue bounds, BiConsumer<Outgoing, Why> drop) {
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
    Outgoing peek() {
        return queue.peek();
    }

    Outgoing take() {
        Outgoing first = queue.remove();
        bytes -= first.message().weight();
        return first;
    }

    void add(Outgoing outgoing) {
        queue.add(outgoing);
        bytes += outgoing.message().weight();
        watch();
    }

    void addFirst(Outgoing outgoing) {
        queue.addFirst(outgoing);
        bytes += outgoing.message().weight();
    }

    /// Whether there is room for one more, which the oldest may have to make.
    boolean makeRoom(Outgoing outgoing) {
        long weight = outgoing.message().weight();
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

    /// Why it is not sent any more: nobody wants it, or it has waited longer than it may. Null = it may be sent.
    @Nullable
    Why overBecause(Outgoing outgoing) {
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
            Why over = overBecause(outgoing);
            if (over != null) {
                bytes -= outgoing.message().weight();
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
