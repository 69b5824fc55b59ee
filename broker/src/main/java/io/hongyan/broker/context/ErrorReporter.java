package io.hongyan.broker.context;

import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.event.Counter;
import io.hongyan.broker.event.Counters;
import io.hongyan.broker.event.EventSink;
import java.util.function.Supplier;

/// Tells of errors of our own: exceptions that nobody expected. Each one is counted and told as an event; what it
/// interrupted is ended by the caller, and everything else goes on.
///
/// Confined to its shard.
public final class ErrorReporter {
    private final Counters counters;
    private final EventSink events;

    public ErrorReporter(Counters counters, EventSink events) {
        this.counters = counters;
        this.events = events;
    }

    /// @param what was being done, for the log: a clause such as "delivering to client c of instance i"
    public void report(String what, Throwable error) {
        counters.count(Counter.INTERNAL_ERRORS);
        events.on(new BrokerEvent.UnexpectedError(what, error));
    }

    /// Runs something that must not keep what follows from happening.
    public void guard(String what, Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            report(what, error);
        }
    }

    /// The same, where the words cost more than the task.
    public void guard(Supplier<String> what, Runnable task) {
        try {
            task.run();
        } catch (Throwable error) {
            report(what.get(), error);
        }
    }
}
