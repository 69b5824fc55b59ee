package io.hongyan.amqp.queue;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxStats;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// The messages of one queue that were rejected too often: kept until somebody replays or discards them, 100,000 or
/// 256 MiB at most. When they are full, the oldest give way. Any thread.
final class DeadLetters implements MessageQueue.Burial {
    private static final OutboxLimits LIMITS = new OutboxLimits(100_000, 256L << 20);
    private static final int ROOM = 1000;

    private final QueueContext context;
    private final Outbox outbox;
    private final AtomicBoolean makingRoom = new AtomicBoolean();
    private QueueFigures figures = new QueueFigures();

    DeadLetters(QueueContext context, QueueKey key) {
        this.context = context;
        this.outbox = context.store().outbox(OutboxKey.ofQueue(key.instance(), key.name() + QueueKey.DEAD), LIMITS);
    }

    /// @param queue counts what gives way
    void figures(QueueFigures queue) {
        figures = queue;
    }

    Outbox outbox() {
        return outbox;
    }

    @Override
    public CompletableFuture<Boolean> bury(Delivery delivery) {
        Broker broker = context.broker();
        if (broker == null) {
            return CompletableFuture.completedFuture(false);
        }
        OutboxEntry entry = delivery.entry();
        return broker.append(outbox, entry.message(), entry.label()).thenApply(kept -> {
            if (!kept && !fits(entry)) {
                makeRoom();
            }
            return kept;
        });
    }

    private boolean fits(OutboxEntry entry) {
        OutboxStats stats = outbox.stats();
        return stats.messages() < LIMITS.messages()
                && stats.bytes() + entry.message().bytes() <= LIMITS.bytes();
    }

    /// The oldest hundredth goes, or 4 MiB.
    private void makeRoom() {
        if (!makingRoom.compareAndSet(false, true)) {
            return;
        }
        var _ = outbox.read(0, ROOM).whenComplete((page, _) -> {
            makingRoom.set(false);
            if (page != null) {
                outbox.settle(sequences(page.entries()));
                figures.deadLettersDropped.add(page.entries().size());
            }
        });
    }

    static long[] sequences(List<OutboxEntry> entries) {
        return entries.stream().mapToLong(OutboxEntry::sequence).toArray();
    }

    /// As people see it.
    DeadLetter letter(OutboxEntry entry) {
        long now = context.clock().wallMillis();
        return new DeadLetter(
                entry.sequence(),
                entry.label().id(),
                entry.message(),
                MessageIds.millis(entry.label().id(), now));
    }
}
