package io.hongyan.exchange.rule;

import org.jspecify.annotations.Nullable;

/// A rule at work.
public interface RunningRule extends AutoCloseable {
    /// How often its connection was lost.
    long reconnects();

    /// How many messages wait in the other system, about; -1 when that is not known.
    default long waiting() {
        return -1;
    }

    /// What the other system makes it wait for, for people; null when nothing.
    default @Nullable String fault() {
        return null;
    }

    /// Stops; what was not finished waits for the next run.
    @Override
    void close();
}
