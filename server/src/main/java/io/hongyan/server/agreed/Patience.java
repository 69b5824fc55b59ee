package io.hongyan.server.agreed;

import java.util.concurrent.CompletableFuture;

/// How a thread waits for the agreement. An interface, so that tests can let virtual time pass instead.
interface Patience {
    /// Waits until there is an answer, which comes within the time-out of the agreement.
    void await(CompletableFuture<?> answer);

    /// Waits for half a second.
    void pause();
}
