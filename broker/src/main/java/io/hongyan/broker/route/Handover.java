package io.hongyan.broker.route;

import io.hongyan.broker.store.Unit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Waits until all shards that a message went to have it safe, or have added their writes to its unit, and then runs
/// one task, on whichever thread was last. Only needed with a durable store.
public final class Handover {
    private final AtomicInteger missing = new AtomicInteger(1);
    private final @Nullable Unit unit;
    private final Runnable then;

    /// @param unit what the shards write for the message becomes durable with it; null when each shard reports after
    ///         its own writes are safe
    public Handover(@Nullable Unit unit, Runnable then) {
        this.unit = unit;
        this.then = then;
    }

    public @Nullable Unit unit() {
        return unit;
    }

    /// One more shard has to report.
    public void expect() {
        missing.incrementAndGet();
    }

    /// One shard is done; also called once when nobody else will be expected.
    public void done() {
        if (missing.decrementAndGet() == 0) {
            then.run();
        }
    }
}
