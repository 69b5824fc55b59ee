package io.hongyan.amqp.queue;

import io.hongyan.broker.store.Outbox;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How one queue begins, changes its filter and ends: what must be durable first is, and publishers know of it. One
/// such change at a time; what else is asked waits for it. Confined to the loop of the queue, but where it says so.
final class QueueLife {
    private static final String DELETED = "the queue is deleted";

    private final QueueName name;
    private final MessageQueue queue;
    private final @Nullable Outbox outbox;
    private final @Nullable DeadLetters deadLetters;
    private final QueueRows rows;
    private final InstanceQueues published;
    private final Consumer<QueueLife> whenOver;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>(); // bounded by the connections
    private volatile @Nullable TopicFilter filter;
    private volatile boolean exists;
    private boolean changing;
    private boolean over;
    private boolean instanceGone;

    private QueueLife(
            QueueName name,
            MessageQueue queue,
            @Nullable Outbox outbox,
            @Nullable DeadLetters deadLetters,
            QueueRows rows,
            InstanceQueues published,
            Consumer<QueueLife> whenOver) {
        this.name = name;
        this.queue = queue;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.rows = rows;
        this.published = published;
        this.whenOver = whenOver;
        if (name.live()) {
            queue.whenDeserted(this::finish);
        }
    }

    /// A queue that is nobody's so far, and not known to publishers.
    ///
    /// @param whenOver is told when it is no more, on its loop
    static QueueLife open(
            QueueName name,
            Loop loop,
            QueueContext context,
            QueueRows rows,
            InstanceQueues published,
            Consumer<QueueLife> whenOver) {
        if (name.live()) {
            MessageQueue queue =
                    new MessageQueue(name, loop, context, turns -> new LiveSource(turns, context.live()), null);
            return new QueueLife(name, queue, null, null, rows, published, whenOver);
        }
        Outbox outbox = context.outbox(name.key());
        DeadLetters deadLetters = new DeadLetters(context, name.key());
        MessageQueue queue = new MessageQueue(
                name, loop, context, turns -> new StoredSource(outbox, turns, context.readAhead()), deadLetters);
        deadLetters.figures(queue.figures());
        return new QueueLife(name, queue, outbox, deadLetters, rows, published, whenOver);
    }

    /// Any thread.
    QueueName name() {
        return name;
    }

    /// Any thread.
    MessageQueue queue() {
        return queue;
    }

    /// Any thread.
    @Nullable
    DeadLetters deadLetters() {
        return deadLetters;
    }

    /// Any thread that may block.
    long replay(List<Long> sequences) {
        return outbox == null || deadLetters == null ? 0 : deadLetters.replay(sequences, outbox);
    }

    /// Any thread that may block.
    long discard(List<Long> sequences) {
        return deadLetters == null ? 0 : deadLetters.discard(sequences);
    }

    /// Whether it was made known to publishers. Any thread.
    boolean exists() {
        return exists;
    }

    /// Any thread.
    ///
    /// @param now wall milliseconds
    QueueStatus status(long now) {
        QueueFigures figures = queue.figures();
        QueueFigures.Gauges gauges = figures.gauges();
        return new QueueStatus(
                name.key(),
                filter,
                name.live(),
                queue.source().messages(),
                queue.source().bytes(),
                gauges.oldestPublished() == 0 ? 0 : Math.max(0, now - gauges.oldestPublished()),
                gauges.consumers(),
                gauges.unacknowledged(),
                gauges.retrying(),
                figures.delivered.sum(),
                figures.acknowledged.sum(),
                figures.rejected.sum(),
                figures.redelivered.sum(),
                figures.deadLettered.sum(),
                figures.allDropped(),
                deadLetters == null ? 0 : deadLetters.outbox().stats().messages(),
                figures.deadLettersDropped.sum());
    }

    /// A row of an earlier run says that it exists. Before anything else.
    void restore(@Nullable TopicFilter known) {
        exist(known);
    }

    /// Runs a task when no change is under way. Any thread.
    private void post(Runnable task) {
        queue.post(() -> {
            if (changing) {
                waiting.add(task);
            } else {
                task.run();
            }
        });
    }

    /// Adds a consumer. Any thread.
    ///
    /// @param wanted null for what the queue has, or all
    /// @param another runs when this queue is no more, and another one of its name is to be asked
    void subscribe(
            @Nullable TopicFilter wanted,
            Subscriber subscriber,
            CompletableFuture<Subscription> answer,
            Runnable another) {
        post(() -> join(wanted, subscriber, answer, another));
    }

    private void join(
            @Nullable TopicFilter wanted,
            Subscriber subscriber,
            CompletableFuture<Subscription> answer,
            Runnable another) {
        TopicFilter present = filter;
        TopicFilter next = wanted == null ? present : everything(wanted) ? null : wanted;
        boolean same = next == null ? present == null : next.equals(present);
        if (instanceGone) {
            answer.completeExceptionally(new QueueException(DELETED));
        } else if (over) {
            another.run();
        } else if (exists && same) {
            answer.complete(queue.add(subscriber));
        } else if (exists && queue.consumers() > 0) {
            answer.completeExceptionally(
                    new QueueException("queue " + name.key().name() + " has consumers, and takes "
                            + (present == null ? "all below its parent topic" : present.text())));
        } else if (name.live()) {
            exist(next);
            answer.complete(queue.add(subscriber));
        } else {
            discardLeftovers();
            change(rows.put(name.key(), next), failure -> {
                if (failure == null && !over) {
                    exist(next);
                }
                if (failure != null && !exists) {
                    finish();
                }
                if (failure == null) {
                    join(wanted, subscriber, answer, another);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        }
    }

    /// `parent/#` is all that the queue could take.
    private boolean everything(TopicFilter wanted) {
        return wanted.filter().equals(name.key().source() + "/#");
    }

    /// What publishers on their way added to an earlier queue of that name, after it was deleted.
    private void discardLeftovers() {
        if (!exists && outbox != null) {
            outbox.acknowledge(Long.MAX_VALUE);
        }
    }

    /// Lets all else wait for something that becomes durable.
    private void change(CompletableFuture<Void> write, Consumer<@Nullable Throwable> then) {
        changing = true;
        var _ = write.whenComplete((_, failure) -> queue.post(() -> {
            changing = false;
            then.accept(failure);
            Runnable next = changing ? null : waiting.poll();
            while (next != null) {
                next.run();
                next = changing ? null : waiting.poll();
            }
        }));
    }

    private void exist(@Nullable TopicFilter now) {
        filter = now;
        exists = true;
        published.put(new QueueRule(name, now, outbox, queue.source() instanceof LiveSource live ? live : null));
    }

    /// Deletes a durable queue. Any thread.
    void delete(CompletableFuture<Boolean> done) {
        post(() -> {
            if (over || !exists) {
                done.complete(false);
                return;
            }
            change(rows.delete(name.key()), failure -> {
                if (failure != null) {
                    done.completeExceptionally(failure);
                    return;
                }
                if (!over) {
                    finish();
                    queue.end(DELETED);
                    discardAll();
                }
                done.complete(true);
            });
        });
    }

    private void discardAll() {
        if (outbox != null) {
            outbox.acknowledge(Long.MAX_VALUE);
        }
        if (deadLetters != null) {
            deadLetters.outbox().acknowledge(Long.MAX_VALUE);
        }
    }

    /// The instance is being deleted. Any thread.
    void instanceGone() {
        queue.post(() -> {
            instanceGone = true;
            finish();
            queue.end("its instance is deleted");
        });
    }

    /// Nobody finds it any more.
    private void finish() {
        if (!over) {
            over = true;
            published.remove(name);
            whenOver.accept(this);
            if (name.live()) {
                queue.end(null);
            }
        }
    }
}
