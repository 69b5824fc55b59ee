package io.hongyan.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/// Hands over to the caller of a future what only it can close afterwards. A caller may end the future first (`cancel`,
/// `orTimeout`, `complete`): then what has come, or is on its way, is nobody's and is given back.
final class Handover {
    private Handover() {}

    /// @param source its failure has nothing to give back
    /// @param giveBack called once at most, in place of the handover
    static <T> CompletableFuture<T> of(CompletableFuture<T> source, Runnable giveBack) {
        CompletableFuture<T> handed = new CompletableFuture<>();
        AtomicBoolean decided = new AtomicBoolean();
        var unused = handed.whenComplete((value, fault) -> {
            if (decided.compareAndSet(false, true)) {
                giveBack.run();
            }
        });
        var unusedToo = source.whenComplete((value, fault) -> {
            if (!decided.compareAndSet(false, true)) {
                return;
            }
            if (fault != null) {
                handed.completeExceptionally(fault);
            } else if (!handed.complete(value)) {
                giveBack.run();
            }
        });
        return handed;
    }
}
