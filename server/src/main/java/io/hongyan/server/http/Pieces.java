package io.hongyan.server.http;

import org.jspecify.annotations.Nullable;

/// A body that is written piece by piece while the client reads it. What is made faster than the client reads is the
/// matter of whoever makes it: no piece is asked for before the last one is on its way. Used by one thread.
public interface Pieces extends AutoCloseable {
    /// The next piece. Waits for it, but for less than a second: only in between is seen that the client has left.
    ///
    /// @return empty when there is none yet; null at the end
    /// @throws InterruptedException when the server stops
    byte @Nullable [] next() throws InterruptedException;

    /// Nothing more is wanted: the end was reached, or the client has left. Called always, and once.
    @Override
    void close();
}
