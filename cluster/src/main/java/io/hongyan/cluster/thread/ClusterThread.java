package io.hongyan.cluster.thread;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The one thread on which a node thinks about its cluster. An interface, so that a whole cluster can run on virtual
/// time in a test. A task that throws is told as an error; the thread goes on.
public interface ClusterThread extends Executor {
    /// Runs the task on this thread, in the order given. Any thread.
    @Override
    void execute(Runnable task);

    /// Runs the task on this thread after that time. Any thread.
    ///
    /// @param millis of this machine's steady clock, 0 or more
    void later(long millis, Runnable task);

    /// Runs the continuation on this thread when the answer is there. Any thread.
    default <T> void whenAnswered(CompletableFuture<T> answer, Continuation<T> then) {
        var _ = answer.whenComplete((value, failure) -> execute(() -> then.accept(value, failure)));
    }

    /// What is done with an answer.
    @FunctionalInterface
    interface Continuation<T> {
        /// @param value null if there is a failure, or if the answer is nothing
        /// @param failure null if there is none
        void accept(@Nullable T value, @Nullable Throwable failure);
    }
}
