package io.hongyan.store.cassandra;

import io.hongyan.broker.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The futures of requests that are answered when they are durable. Each is completed, whatever becomes of the writer.
@SuppressWarnings("UndefinedEquals") // the very future
final class PendingAnswers {
    private final Supplier<StoreException> end;
    private final Set<CompletableFuture<Void>> pending = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> inRound = new ArrayList<>();

    /// @param end why there are no answers any more
    PendingAnswers(Supplier<StoreException> end) {
        this.end = end;
    }

    /// Any thread.
    void add(CompletableFuture<Void> done) {
        pending.add(done);
    }

    /// The request is in the round that is being built. The writer's thread.
    void taken(CompletableFuture<Void> done) {
        inRound.add(done);
    }

    /// The round is durable. The writer's thread.
    void durable() {
        for (CompletableFuture<Void> done : inRound) {
            pending.remove(done);
            done.complete(null);
        }
        inRound.clear();
    }

    /// The writer will not receive the request. Any thread.
    void fail(CompletableFuture<Void> done) {
        pending.remove(done);
        done.completeExceptionally(end.get());
    }

    /// The writer has stopped.
    void failAll() {
        List.copyOf(pending).forEach(this::fail);
    }
}
