package io.hongyan.amqp.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What becomes of messages that consumers reject: they wait and come again, or are given up. Confined to the loop of
/// the queue.
final class Rejections {
    private static final long LATER_MILLIS = 1000;

    private final QueueContext context;
    private final Turns turns;
    private final Source source;
    private final @Nullable Burial burial;
    private final QueueFigures figures;
    private final DropReport report;
    private final Retries retries = new Retries();
    private long leaving;
    private boolean closed;

    /// Keeps messages that are given up. Called on the loop of the queue.
    @FunctionalInterface
    interface Burial {
        /// @return completes, on any thread, with true when it is kept; with false, or exceptionally, when that is to
        ///         be tried again
        CompletableFuture<Boolean> bury(Delivery delivery);
    }

    /// @param burial null when messages that are given up are dropped
    Rejections(
            QueueContext context,
            Turns turns,
            Source source,
            @Nullable Burial burial,
            QueueFigures figures,
            DropReport report) {
        this.context = context;
        this.turns = turns;
        this.source = source;
        this.burial = burial;
        this.figures = figures;
        this.report = report;
    }

    /// A consumer could not deal with a message.
    void add(Delivery delivery) {
        delivery.failed();
        figures.rejected.increment();
        QueueLimits limits = context.limits();
        if (delivery.attempts() < limits.attempts()) {
            later(delivery, limits.delayMillis(delivery.attempts()));
        } else {
            giveUp(delivery);
        }
    }

    private void later(Delivery delivery, long delayMillis) {
        retries.add(delivery, context.clock().steadyMillis() + delayMillis);
    }

    private void giveUp(Delivery delivery) {
        if (burial == null) {
            source.settle(delivery);
            figures.dropped(DropCause.REJECTED, 1);
            return;
        }
        leaving++;
        var _ = burial.bury(delivery)
                .whenComplete((kept, _) -> turns.post(() -> buried(delivery, Boolean.TRUE.equals(kept))));
    }

    /// The message goes when it is durable among the dead letters: after a crash between it is in both.
    private void buried(Delivery delivery, boolean kept) {
        leaving--;
        if (closed) {
            return;
        }
        if (kept) {
            figures.deadLettered.increment();
            report.dead(delivery);
            source.settle(delivery);
        } else {
            later(delivery, LATER_MILLIS);
        }
    }

    /// Those that are to be delivered again.
    ///
    /// @param now steady milliseconds
    List<Delivery> due(long now) {
        List<Delivery> again = new ArrayList<>(0);
        Delivery due = retries.poll(now);
        while (due != null) {
            if (due.attempts() < context.limits().attempts()) {
                again.add(due);
            } else {
                giveUp(due);
            }
            due = retries.poll(now);
        }
        return again;
    }

    /// The one of those that wait that was published first, or null.
    @Nullable
    Delivery oldest() {
        return retries.oldest();
    }

    /// @return false when it does not wait
    boolean remove(Delivery delivery) {
        return retries.remove(delivery);
    }

    /// How many wait to be delivered again.
    int waiting() {
        return retries.size();
    }

    /// How many are on their way to the dead letters.
    long leaving() {
        return leaving;
    }

    /// Whether so many wait that no new messages should be delivered.
    boolean full() {
        return retries.full();
    }

    void close() {
        closed = true;
        retries.clear();
    }
}
