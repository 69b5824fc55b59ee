package io.hongyan.client;

import io.hongyan.client.loop.LoopTask;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A PUBLISH, SUBSCRIBE or UNSUBSCRIBE that the server answers under a packet identifier, and the future of the caller:
/// one object from the call to the outcome. It outlives connections.
///
/// Confined to the session's loop once it was submitted, except for the methods of the future.
abstract sealed class PendingOperation<T> extends CompletableFuture<T> implements LoopTask<Session>, Runnable
        permits OutgoingMessage, SubscriptionRequest {
    private final boolean direct;
    private @Nullable LoopTask<Session> previous;
    private int packetId;

    /// @param direct whether the loop may complete the future, because only the waiting caller has it
    PendingOperation(boolean direct) {
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
    public @Nullable LoopTask<Session> previous() {
        return previous;
    }

    @Override
    public void previous(@Nullable LoopTask<Session> work) {
        previous = work;
    }
}
