package io.hongyan.spring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/// Runs tasks on virtual threads, none of them before it is opened. A client asks for its credentials there before it
/// connects; so no connection comes, and no message of a kept session, before the listeners are with the client.
final class GatedThreads implements Executor {
    private final CountDownLatch opened = new CountDownLatch(1);

    void open() {
        opened.countDown();
    }

    @Override
    public void execute(Runnable task) {
        Thread.startVirtualThread(() -> {
            try {
                opened.await();
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
