package io.hongyan.conformance;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.BrokerEvent.ConnectRefused;
import io.hongyan.broker.event.BrokerEvent.Connected;
import io.hongyan.broker.event.BrokerEvent.Disconnected;
import io.hongyan.broker.event.BrokerEvent.Dropped;
import io.hongyan.broker.event.BrokerEvent.ListenerTroubled;
import io.hongyan.broker.event.BrokerEvent.Probed;
import io.hongyan.broker.event.BrokerEvent.PublishRefused;
import io.hongyan.broker.event.BrokerEvent.SessionEnded;
import io.hongyan.broker.event.BrokerEvent.SubscribeRefused;
import io.hongyan.broker.event.BrokerEvent.UnexpectedError;
import io.hongyan.broker.event.BrokerEvent.WillDropped;
import io.hongyan.broker.event.EventSink;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Counts the broker's events by kind and reason. Any thread may call it.
final class Facts implements EventSink {
    private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

    /// The reasons of refused connects, in words.
    private final Queue<String> refusals = new ConcurrentLinkedQueue<>();

    @Override
    public void on(BrokerEvent event) {
        if (event instanceof ConnectRefused refused) {
            refusals.add(refused.why());
        }
        counts.computeIfAbsent(name(event), _ -> new LongAdder()).add(event instanceof Dropped e ? e.count() : 1);
    }

    private static String name(BrokerEvent event) {
        return switch (event) {
            case Connected _ -> "connected";
            case Disconnected e -> "disconnected " + e.reason().name();
            case ConnectRefused e -> "connect refused " + e.reason().name();
            case PublishRefused e -> "publish refused " + e.reason().name();
            case SubscribeRefused e -> "subscribe refused " + e.reason().name();
            case WillDropped e -> "will dropped " + e.reason().name();
            case Dropped e -> "dropped " + e.reason().name();
            case UnexpectedError _ -> "unexpected error";
            case SessionEnded _ -> "session ended";
            case Probed _ -> "probed";
            case ListenerTroubled _ -> "listener troubled";
        };
    }

    Queue<String> refusals() {
        return refusals;
    }

    long count(String name) {
        LongAdder count = counts.get(name);
        return count == null ? 0 : count.sum();
    }

    /// Waits until that event was counted so often in all.
    void await(String name, long atLeast) {
        org.awaitility.Awaitility.await(this + " has " + name)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> count(name) >= atLeast);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
