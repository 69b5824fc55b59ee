package io.hongyan.amqp.queue;

import io.hongyan.broker.Broker;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.Store;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// What all queues share. Any thread.
final class QueueContext {
    private static final System.Logger LOG = System.getLogger(QueueContext.class.getName());

    private final Store store;
    private final Clock clock;
    private final EventSink events;
    private final SharedBytes live = SharedBytes.ofHeap();
    private final SharedBytes readAhead = SharedBytes.ofHeap();
    private volatile QueueLimits limits;
    private volatile @Nullable Broker broker;

    QueueContext(Store store, Clock clock, QueueLimits limits, EventSink events) {
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.events = EventSink.guarded(events);
    }

    Store store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    QueueLimits limits() {
        return limits;
    }

    void limits(QueueLimits now) {
        limits = now;
    }

    /// What a durable queue holds, with the present limits: publishers are refused when a quarter more waits than the
    /// queue may hold, since the oldest are dropped meanwhile.
    Outbox outbox(QueueKey key) {
        QueueLimits present = limits;
        OutboxLimits bounds = new OutboxLimits(withQuarter(present.messages()), withQuarter(present.bytes()));
        return store.outbox(OutboxKey.ofQueue(key.instance(), key.name()), bounds);
    }

    private static long withQuarter(long limit) {
        return limit + limit / 4 + 1;
    }

    /// What waits in all live queues.
    SharedBytes live() {
        return live;
    }

    /// What durable queues have in memory for consumers that wait.
    SharedBytes readAhead() {
        return readAhead;
    }

    /// The broker, once it runs.
    @Nullable
    Broker broker() {
        return broker;
    }

    void broker(Broker running) {
        broker = running;
    }

    /// Tells of an error of ours, which ends nothing.
    void failed(String what, Throwable error) {
        LOG.log(Level.ERROR, what + " failed", error);
        events.on(new BrokerEvent.UnexpectedError(what, error));
    }
}
