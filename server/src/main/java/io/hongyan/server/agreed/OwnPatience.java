package io.hongyan.server.agreed;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Waits as threads do.
final class OwnPatience implements Patience {
    private static final int PAUSE_MILLIS = 500;

    @Override
    public void await(CompletableFuture<?> answer) {
        answer.handle((_, _) -> true).join();
    }

    @Override
    public void pause() {
        await(new CompletableFuture<>().completeOnTimeout(null, PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }
}
