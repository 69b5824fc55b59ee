package io.hongyan.amqp.channel;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that all channels of one connection may have delivered and not acknowledged. Any thread.
public final class ByteBudget {
    private static final long MOST = 16L << 20;

    private final AtomicLong used = new AtomicLong();
    private final Runnable wake;
    private volatile boolean wanting;

    /// @param wake called when there is room again after somebody has found none; any thread
    public ByteBudget(Runnable wake) {
        this.wake = wake;
    }

    /// Takes room; the first message always finds some, however large it is.
    boolean take(int bytes) {
        if (tryTake(bytes)) {
            return true;
        }
        wanting = true;
        return tryTake(bytes); // room may have come before anybody knew that it is wanted
    }

    private boolean tryTake(int bytes) {
        long before = used.get();
        while (before == 0 || before + bytes <= MOST) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    void give(long bytes) {
        if (used.addAndGet(-bytes) <= MOST / 2 && wanting) {
            wanting = false;
            wake.run();
        }
    }
}
