package io.hongyan.amqp.queue;

import io.hongyan.broker.message.MessageIds;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;

/// Finds what a queue holds beyond its limits, and drops the oldest that no consumer has: measured each second, dropped
/// in slices, whether there are consumers or not. Confined to the loop of the queue.
final class Excess {
    private static final int SLICE = 4096;

    private final MessageQueue queue;
    private final Source source;
    private final QueueContext context;
    private final ArrayDeque<Purge> purges = new ArrayDeque<>();
    private long messages;
    private long bytes;
    private boolean unknownAge;
    private boolean foundOld;

    /// Somebody wants the messages gone.
    private static final class Purge {
        final CompletableFuture<Long> done;
        long left;
        long gone;
        long goneBefore;

        Purge(CompletableFuture<Long> done, long left) {
            this.done = done;
            this.left = left;
        }
    }

    Excess(MessageQueue queue, Source source, QueueContext context) {
        this.queue = queue;
        this.source = source;
        this.context = context;
    }

    /// A second has passed.
    void measure() {
        measureAmounts();
        unknownAge = true;
        foundOld = false;
        endStalledPurge();
    }

    private void measureAmounts() {
        QueueLimits limits = context.limits();
        long held = source.messages();
        long unsettled = source.unsettled();
        messages = Math.max(0, unsettled - limits.messages());
        // how large those are that were settled a moment ago is not known: as large as the others
        double part = held == 0 ? 0 : (double) unsettled / held;
        bytes = Math.max(0, (long) (source.bytes() * part) - limits.bytes());
    }

    /// How much there is to purge is as exact as the figures of the store.
    private void endStalledPurge() {
        Purge purge = purges.peek();
        if (purge != null) {
            if (purge.gone == purge.goneBefore && queue.oldest() == null) {
                purge.left = 0;
            }
            purge.goneBefore = purge.gone;
        }
    }

    /// Deletes what waits now.
    ///
    /// @param waiting how many messages no consumer has
    void purge(long waiting, CompletableFuture<Long> done) {
        purges.add(new Purge(done, waiting));
    }

    /// Whether there may be something to drop that is not in memory.
    boolean wants() {
        return messages > 0 || bytes > 0 || foundOld || !purges.isEmpty();
    }

    /// Drops what is in memory.
    ///
    /// @return whether there is more to do in another turn
    boolean drop() {
        if (messages > 0 || bytes > 0) {
            measureAmounts(); // consumers may have dealt with what was too much
        }
        for (int i = 0; i < SLICE; i++) {
            endPurges();
            Delivery oldest = queue.oldest();
            if (oldest == null || !dropOne(oldest)) {
                return false;
            }
        }
        return true;
    }

    private void endPurges() {
        Purge purge = purges.peek();
        while (purge != null && purge.left <= 0) {
            purges.remove();
            purge.done.complete(purge.gone);
            purge = purges.peek();
        }
    }

    private boolean dropOne(Delivery oldest) {
        Purge purge = purges.peek();
        if (purge != null) {
            purge.left--;
            purge.gone++;
            queue.drop(oldest, null);
        } else if (messages > 0 || bytes > 0) {
            messages = Math.max(0, messages - 1);
            bytes = Math.max(0, bytes - oldest.bytes());
            queue.drop(oldest, DropCause.FULL);
        } else if (unknownAge && isTooOld(oldest)) {
            foundOld = true; // the next one may be, too
            queue.drop(oldest, DropCause.AGE);
        } else {
            unknownAge = false;
            foundOld = false;
            return false;
        }
        return true;
    }

    private boolean isTooOld(Delivery oldest) {
        long now = context.clock().wallMillis();
        return now - MessageIds.millis(oldest.entry().label().id(), now)
                > context.limits().age().toMillis();
    }

    /// The queue ends.
    void close() {
        purges.forEach(purge -> purge.done.complete(purge.gone));
        purges.clear();
    }
}
