package io.hongyan.examples.rocketmq;

import java.util.concurrent.CountDownLatch;

/// As many messages as the first argument of a program says, or without end.
final class Countdown {
    private final CountDownLatch left;
    private final boolean endless;

    Countdown(String... args) {
        endless = args.length == 0;
        left = new CountDownLatch(endless ? 1 : Integer.parseInt(args[0]));
    }

    /// One more has come.
    void one() {
        if (!endless) {
            left.countDown();
        }
    }

    void await() throws InterruptedException {
        left.await();
    }
}
