package io.hongyan.client;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Work that the server answers under a packet identifier, and the future that waits for the answer: one object from
/// the call to the outcome. It outlives connections.
///
/// Confined to the session's loop once it was put into the inbox, but for what the future does by itself.
abstract sealed class Tracked<T> extends CompletableFuture<T> implements Work, Runnable permits Outgoing, Request {
    private final boolean direct;
    private @Nullable Work previous;
    private int packetId;

    /// @param direct whether the future is known to its waiter alone, so that the loop may complete it
    Tracked(boolean direct) {
        this.direct = direct;
    }

    boolean direct() {
        return direct;
    }

    /// 1 to 65535 while an answer is awaited, otherwise 0.
    int packetId() {
        return packetId;
    }

    void packetId(int id) {
        packetId = id;
    }

    @Override
    public @Nullable Work previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable Work work) {
        previous = work;
    }
}
