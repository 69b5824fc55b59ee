package io.hongyan.examples.rocketmq;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Counts messages, up to those that are expected, or without end.
final class Countdown {
    private static final int PATIENCE_SECONDS = 90;

    private final CountDownLatch left;
    private final boolean endless;

    private Countdown(int count, boolean endless) {
        left = new CountDownLatch(count);
        this.endless = endless;
    }

    static Countdown of(int count) {
        return new Countdown(count, false);
    }

    /// As many as the first argument of a program says, or without end.
    static Countdown of(String... args) {
        if (args.length == 0) {
            return new Countdown(1, true);
        }
        if (!args[0].matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("the argument is a number of messages, not '" + args[0] + "'");
        }
        return of(Integer.parseInt(args[0]));
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

    /// Waits, but not for ever: the messages are on their way.
    void awaitSoon() throws IOException, InterruptedException {
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(left.getCount() + " messages have not come within " + PATIENCE_SECONDS
                    + " s; './hongyan admin rule list' tells whether there are rules for them, and what they wait for");
        }
    }
}
