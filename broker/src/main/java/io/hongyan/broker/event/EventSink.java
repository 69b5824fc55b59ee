package io.hongyan.broker.event;

/// Takes facts. Called on any shard; must not block and must not throw.
public interface EventSink {
    EventSink NONE = event -> {};

    void on(BrokerEvent event);
}
