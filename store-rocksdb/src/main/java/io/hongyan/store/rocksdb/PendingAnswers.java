package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// The futures of requests that are answered when they are durable. Each is completed, whatever becomes of the writer.
@SuppressWarnings("UndefinedEquals") // the very future
final class PendingAnswers {
    private final Set<CompletableFuture<Void>> pending = ConcurrentHashMap.newKeySet();
    private final List<CompletableFuture<Void>> inBatch = new ArrayList<>();

    /// Any thread.
    CompletableFuture<Void> add() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        pending.add(done);
        return done;
    }

    /// The request is in the batch that is being built. The writer's thread.
    void taken(CompletableFuture<Void> done) {
        inBatch.add(done);
    }

    /// The batch is durable. The writer's thread.
    void durable() {
        for (CompletableFuture<Void> done : inBatch) {
            pending.remove(done);
            done.complete(null);
        }
        inBatch.clear();
    }

    /// The writer will not receive the request. Any thread.
    void fail(CompletableFuture<Void> done) {
        pending.remove(done);
        done.completeExceptionally(new StoreException("the store is closed or has failed"));
    }

    /// The writer has stopped.
    void failAll() {
        List.copyOf(pending).forEach(this::fail);
    }
}
