package io.hongyan.broker.event;

/// Receives [BrokerEvent]s. Called on any shard; must not block. An exception is logged and does not reach the broker.
public interface EventSink {
    EventSink NONE = event -> {};

    void on(BrokerEvent event);

    /// Tells both, this one first.
    default EventSink and(EventSink other) {
        return event -> {
            on(event);
            other.on(event);
        };
    }

    /// The same sink; an exception that it throws is logged and does not reach the caller.
    static EventSink guarded(EventSink sink) {
        System.Logger log = System.getLogger(EventSink.class.getName());
        return event -> {
            try {
                sink.on(event);
            } catch (Throwable error) {
                log.log(System.Logger.Level.ERROR, "an event could not be handled: " + event, error);
            }
        };
    }
}
