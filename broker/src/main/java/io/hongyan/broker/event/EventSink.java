package io.hongyan.broker.event;

/// Takes facts. Called on any shard; must not block. What it throws is logged and goes no further.
public interface EventSink {
    EventSink NONE = event -> {};

    void on(BrokerEvent event);

    /// The same sink, but nothing that it throws reaches the caller.
    static EventSink guarded(EventSink sink) {
        System.Logger log = System.getLogger(EventSink.class.getName());
        return event -> {
            try {
                sink.on(event);
            } catch (Throwable error) {
                log.log(System.Logger.Level.ERROR, "an event could not be told: " + event, error);
            }
        };
    }
}
