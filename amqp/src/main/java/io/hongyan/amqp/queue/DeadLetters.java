package io.hongyan.amqp.queue;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.MessageIds;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.OutboxStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// The messages of one queue that were rejected too often: kept until somebody replays or discards them, 100,000 or
/// 256 MiB at most. When they are full, the oldest give way. Any thread.
final class DeadLetters implements Rejections.Burial {
    private static final OutboxLimits LIMITS = new OutboxLimits(100_000, 256L << 20);
    private static final int ROOM = 1000;
    private static final int PAGE = 100;

    private final QueueContext context;
    private final Outbox outbox;
    private final MessageIds ids; // guarded by this
    private final AtomicBoolean makingRoom = new AtomicBoolean();
    private volatile QueueFigures figures = new QueueFigures();

    DeadLetters(QueueContext context, QueueKey key) {
        this.context = context;
        this.ids = new MessageIds(context.clock(), RandomGenerator.getDefault());
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
        var _ = outbox.look(0, ROOM).whenComplete((page, _) -> {
            makingRoom.set(false);
            if (page != null) {
                outbox.settle(sequences(page.entries()));
                figures.deadLettersDropped.add(page.entries().size());
            }
        });
    }

    /// Those above that sequence, the oldest first. Blocks for the disk.
    List<DeadLetter> list(long after, int most) {
        long now = context.clock().wallMillis();
        return outbox.look(after, most).join().entries().stream()
                .map(entry -> new DeadLetter(
                        entry.sequence(),
                        entry.label().id(),
                        entry.message(),
                        MessageIds.millis(entry.label().id(), now)))
                .toList();
    }

    /// Deletes letters. Blocks for the disk.
    ///
    /// @param sequences empty for all that there are now
    /// @return how many
    synchronized long discard(List<Long> sequences) {
        return each(sequences, entries -> {
            outbox.settle(sequences(entries));
            return entries.size();
        });
    }

    /// Appends letters to their queue with new ids, so that they are not at once too old for it, and deletes them here
    /// when they are durable there. Blocks for the disk.
    ///
    /// @param sequences empty for all that there are now
    /// @return how many; when the queue is full, the others stay
    synchronized long replay(List<Long> sequences, Outbox queue) {
        Broker broker = context.broker();
        return broker == null ? 0 : each(sequences, entries -> replayAll(entries, queue, broker));
    }

    private int replayAll(List<OutboxEntry> entries, Outbox queue, Broker broker) {
        List<CompletableFuture<Boolean>> answers = entries.stream()
                .map(entry -> broker.append(queue, entry.message(), again(entry)))
                .toList();
        List<OutboxEntry> kept = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).join()) {
                kept.add(entries.get(i));
            }
        }
        outbox.settle(sequences(kept));
        return kept.size();
    }

    private OutboxLabel again(OutboxEntry entry) {
        OutboxLabel label = entry.label();
        return new OutboxLabel(ids.next(outbox.key().instance()), label.ordered(), label.cleanSession());
    }

    /// @param action says how many it could deal with: when not all, the others are left alone
    private long each(List<Long> sequences, ToIntFunction<List<OutboxEntry>> action) {
        return sequences.isEmpty()
                ? all(action)
                : chosen(sequences.stream().distinct().toList(), action);
    }

    private long all(ToIntFunction<List<OutboxEntry>> action) {
        long left = outbox.stats().messages(); // what joins meanwhile stays
        long done = 0;
        long after = 0;
        while (left > 0) {
            OutboxPage page = outbox.look(after, (int) Math.min(left, PAGE)).join();
            int size = page.entries().size();
            int dealtWith = size == 0 ? 0 : action.applyAsInt(page.entries());
            done += dealtWith;
            after = page.last();
            left = size == 0 || dealtWith < size ? 0 : left - size;
        }
        return done;
    }

    private long chosen(List<Long> sequences, ToIntFunction<List<OutboxEntry>> action) {
        long done = 0;
        for (int from = 0; from < sequences.size(); from += PAGE) {
            List<OutboxEntry> entries = new ArrayList<>();
            for (long sequence : sequences.subList(from, Math.min(from + PAGE, sequences.size()))) {
                outbox.look(sequence - 1, 1).join().entries().stream()
                        .filter(entry -> entry.sequence() == sequence)
                        .forEach(entries::add);
            }
            int dealtWith = entries.isEmpty() ? 0 : action.applyAsInt(entries);
            done += dealtWith;
            if (dealtWith < entries.size()) {
                return done;
            }
        }
        return done;
    }

    private static long[] sequences(List<OutboxEntry> entries) {
        return entries.stream().mapToLong(OutboxEntry::sequence).toArray();
    }
}
