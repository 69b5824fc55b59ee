package io.hongyan.client.session;

import io.hongyan.client.config.ServerLimits;
import io.hongyan.client.disk.DiskQueue;
import io.hongyan.client.loop.ClosedState;
import io.hongyan.client.loop.LoopLease;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// How a client ends: the futures of its first and its last connection, why it is closed, and the release of its
/// resources.
///
/// Confined to the loop, except the futures, [#state] and [#loopEnded].
final class SessionEnd {
    private final LoopLease lease;
    private final ClosedState state = new ClosedState();
    /// Completed when the first connection is there or has failed.
    private final CompletableFuture<ServerLimits> connected = new CompletableFuture<>();
    /// Completed when the last connection is gone.
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean released;

    SessionEnd(LoopLease lease) {
        this.lease = lease;
    }

    CompletableFuture<ServerLimits> connected() {
        return connected;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    ClosedState state() {
        return state;
    }

    /// The loop has ended before the client, so nothing else completes the futures.
    void loopEnded() {
        connected.completeExceptionally(state.exception());
        closed.complete(null);
    }

    /// The last connection is gone: writes the rest to disk, and releases the place on the loop.
    void release(Session session, @Nullable DiskQueue disk) {
        if (released) {
            return;
        }
        released = true;
        Runnable last = () -> {
            lease.loop().remove(session);
            closed.complete(null);
            lease.end().run();
        };
        if (disk == null) {
            last.run();
        } else {
            disk.close(last);
        }
    }
}
