package io.hongyan.amqp.queue;

import io.hongyan.broker.message.MessageIds;
import io.hongyan.transport.Loop;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Hands messages to consumers and takes them back. Confined to its loop, but for [#post] and what is said to be for
/// any thread.
///
/// A message is at one place: not in memory, in the source, returned, with a consumer, waiting for a retry, or on its
/// way to the dead letters. Returned ones go first. Attempts are known in memory only: a restart counts anew.
final class MessageQueue {
    private static final int SLICE = 4096;

    private final QueueName name;
    private final QueueContext context;
    private final Turns turns;
    private final Source source;
    private final Rejections rejections;
    private final Excess excess;
    private final QueueFigures figures = new QueueFigures();
    private final DropReport report;
    private final Consumers consumers = new Consumers();
    private final NavigableMap<Long, Delivery> returned = new TreeMap<>();
    private Runnable whenDeserted = () -> {};
    private long unacknowledged;
    private boolean ended;

    /// @param burial null when rejected messages are dropped in the end
    MessageQueue(
            QueueName name,
            Loop loop,
            QueueContext context,
            Function<Turns, Source> source,
            Rejections.@Nullable Burial burial) {
        this.name = name;
        this.context = context;
        this.turns =
                new Turns(loop, this::turn, (what, bug) -> context.failed(what + " of queue " + name.forLogs(), bug));
        this.source = source.apply(turns);
        this.excess = new Excess(this, this.source, context);
        this.report = new DropReport(name.forLogs(), figures);
        this.rejections = new Rejections(context, turns, this.source, burial, figures, report);
    }

    /// Runs something in a turn of this queue. Any thread.
    void post(Runnable task) {
        turns.post(task);
    }

    /// Any thread.
    QueueName name() {
        return name;
    }

    /// Any thread.
    QueueFigures figures() {
        return figures;
    }

    /// Any thread.
    Source source() {
        return source;
    }

    /// @param then runs on the loop of this queue each time that the last consumer has left
    void whenDeserted(Runnable then) {
        whenDeserted = then;
    }

    int consumers() {
        return consumers.size();
    }

    Consumer add(Subscriber subscriber) {
        Consumer added = new Consumer(this, subscriber);
        consumers.add(added);
        return added;
    }

    void ready(Consumer consumer) {
        consumers.ready(consumer);
    }

    void acknowledge(Consumer consumer, List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            if (takeBack(consumer, delivery)) {
                source.settle(delivery);
                figures.acknowledged.increment();
            }
        }
    }

    void reject(Consumer consumer, List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            if (takeBack(consumer, delivery)) {
                rejections.add(delivery);
            }
        }
    }

    void giveBack(Consumer consumer, List<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            if (takeBack(consumer, delivery)) {
                returned.put(delivery.sequence(), delivery);
            }
        }
    }

    /// What is on its way to the consumer it gives back when it arrives.
    void leave(Consumer consumer, List<Delivery> deliveries) {
        giveBack(consumer, deliveries);
        if (!consumers.remove(consumer)) {
            return;
        }
        if (consumers.size() == 0) {
            whenDeserted.run();
        }
    }

    private boolean takeBack(Consumer consumer, Delivery delivery) {
        boolean had = !ended && consumer.release(delivery);
        if (had) {
            unacknowledged--;
        }
        return had;
    }

    /// A second has passed.
    void tick() {
        post(() -> {
            if (ended) {
                return;
            }
            long now = context.clock().steadyMillis();
            rejections.due(now).forEach(due -> returned.put(due.sequence(), due));
            figures.dropped(DropCause.LOST, source.lost());
            figures.dropped(DropCause.FULL, source.overflowed());
            source.tick();
            source.want(false);
            excess.measure();
            report.tick(now);
        });
    }

    /// Deletes the messages that no consumer has.
    void purge(CompletableFuture<Long> done) {
        excess.purge(source.unsettled() - unacknowledged - rejections.leaving(), done);
    }

    /// The message that was published first of those that no consumer has and that are in memory, or null.
    @Nullable
    Delivery oldest() {
        Delivery oldest = source.peek();
        oldest = older(returned.isEmpty() ? null : returned.firstEntry().getValue(), oldest);
        return older(rejections.oldest(), oldest);
    }

    private static @Nullable Delivery older(@Nullable Delivery one, @Nullable Delivery other) {
        return other == null || (one != null && one.sequence() < other.sequence()) ? one : other;
    }

    /// Drops one that [#oldest] has returned.
    ///
    /// @param cause null when somebody wanted it so
    void drop(Delivery delivery, @Nullable DropCause cause) {
        if (!rejections.remove(delivery)) {
            remove(delivery);
        }
        source.settle(delivery);
        if (cause != null) {
            figures.dropped(cause, 1);
        }
    }

    /// Removes one from those that are to be delivered.
    private void remove(Delivery delivery) {
        if (!returned.remove(delivery.sequence(), delivery)) {
            source.take();
        }
    }

    private void turn() {
        if (!ended) {
            boolean moreToDrop = excess.drop();
            boolean moreToDeliver = dispatch();
            boolean waited = consumers.anyOpen() || excess.wants();
            if (waited) {
                source.want(true);
            } else if (consumers.size() == 0) {
                source.release();
            }
            if (moreToDrop || moreToDeliver) {
                turns.again();
            }
        }
        source.flush();
        Delivery oldest = oldest();
        long now = context.clock().wallMillis();
        figures.gauges(new QueueFigures.Gauges(
                consumers.size(),
                unacknowledged,
                rejections.waiting(),
                oldest == null ? 0 : MessageIds.millis(oldest.entry().label().id(), now)));
    }

    /// @return whether there is more to do in another turn
    private boolean dispatch() {
        long now = context.clock().wallMillis();
        Delivery next = next();
        for (int i = 0; i < SLICE && next != null && consumers.anyOpen(); i++) {
            if (next.entry().message().expired(now)) {
                drop(next, DropCause.EXPIRED);
            } else if (consumers.offer(next)) {
                remove(next);
                handed(next);
            }
            next = next();
        }
        consumers.handOver().forEach(this::expel);
        return next != null && consumers.anyOpen();
    }

    private @Nullable Delivery next() {
        if (!returned.isEmpty()) {
            return returned.firstEntry().getValue();
        }
        return rejections.full() ? null : source.peek();
    }

    private void handed(Delivery delivery) {
        unacknowledged++;
        figures.delivered.increment();
        if (delivery.redelivered()) {
            figures.redelivered.increment();
        }
    }

    /// A consumer that throws gets nothing any more. What it has comes back when it is closed.
    private void expel(Consumers.Failed failed) {
        context.failed("a delivery of queue " + name.forLogs(), failed.cause());
        giveBack(failed.consumer(), failed.batch());
        if (consumers.remove(failed.consumer()) && consumers.size() == 0) {
            whenDeserted.run();
        }
    }

    /// The service ends: nothing is delivered any more, and what consumers still acknowledge goes.
    void stop() {
        consumers.clear();
    }

    /// The queue is no more.
    ///
    /// @param why for its consumers; null when they need not know
    void end(@Nullable String why) {
        ended = true;
        excess.close();
        source.close();
        returned.clear();
        rejections.close();
        for (Consumer consumer : consumers.clear()) {
            if (why != null) {
                consumer.ended(why);
            }
        }
        unacknowledged = 0;
    }
}
