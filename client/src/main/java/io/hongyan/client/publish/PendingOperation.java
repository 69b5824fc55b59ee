package io.hongyan.client.publish;

import java.util.concurrent.CompletableFuture;

/// A PUBLISH, SUBSCRIBE or UNSUBSCRIBE that the server answers under a packet identifier, and the future of the caller:
/// one object from the call to the outcome. It outlives connections.
///
/// Confined to the session's loop once it was submitted, except for the methods of the future.
public abstract class PendingOperation<T> extends CompletableFuture<T> implements Runnable {
    private final boolean direct;
    private int packetId;

    /// @param direct whether the loop may complete the future, because only the waiting caller has it
    public PendingOperation(boolean direct) {
        this.direct = direct;
    }

    public boolean direct() {
        return direct;
    }

    /// 1 to 65535 while an answer is awaited, otherwise 0.
    public int packetId() {
        return packetId;
    }

    void packetId(int id) {
        packetId = id;
    }

    /// What it is, in words, for messages.
    public abstract String description();
}
