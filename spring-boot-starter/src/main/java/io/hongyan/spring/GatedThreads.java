package io.hongyan.spring;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

/// Runs tasks on virtual threads, none of them before it is opened. A client asks for its credentials there before it
/// connects; so the client does not connect, and gets no message of a kept session, before its listeners are
/// registered.
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
