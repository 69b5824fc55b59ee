package io.hongyan.broker.route;

import java.util.concurrent.atomic.AtomicInteger;

/// Waits until all shards that a message went to have it safe, and then runs one task, on whichever thread was last.
/// Only needed with a durable store.
public final class Handover {
    private final AtomicInteger missing = new AtomicInteger(1);
    private final Runnable then;

    public Handover(Runnable then) {
        this.then = then;
    }

    /// One more shard has to report.
    public void expect() {
        missing.incrementAndGet();
    }

    /// One shard has it safe; also called once when nobody else will be expected.
    public void done() {
        if (missing.decrementAndGet() == 0) {
            then.run();
        }
    }
}
