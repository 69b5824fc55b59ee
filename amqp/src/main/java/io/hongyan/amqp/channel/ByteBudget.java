package io.hongyan.amqp.channel;

import io.hongyan.amqp.queue.SharedBytes;
import java.util.concurrent.atomic.AtomicLong;

/// The bytes that all channels of one connection may have delivered and not acknowledged: 64 KiB of its own, and up to
/// 16 MiB of the memory that all connections share. Any thread.
public final class ByteBudget {
    static final long MOST = 16L << 20;
    static final long OWN = 64L << 10;

    private final AtomicLong used = new AtomicLong();
    private final SharedBytes memory;
    private final Runnable wake;
    private volatile boolean wanting;

    /// @param memory that all connections share
    /// @param wake called when there is room again after somebody has found none; any thread
    public ByteBudget(SharedBytes memory, Runnable wake) {
        this.memory = memory;
        this.wake = wake;
    }

    /// Takes room; the first message always finds some, however large it is, so that an acknowledgement of this
    /// connection follows each refusal, and wakes it.
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
            long more = shared(before + bytes) - shared(before);
            if (before == 0) {
                memory.takeAlways(more);
            } else if (!memory.take(more)) {
                return false;
            }
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            memory.give(more);
            before = used.get();
        }
        return false;
    }

    void give(long bytes) {
        long left = used.addAndGet(-bytes);
        memory.give(shared(left + bytes) - shared(left));
        if (left <= MOST / 2 && wanting) {
            wanting = false;
            wake.run();
        }
    }

    private static long shared(long bytes) {
        return Math.max(0, bytes - OWN);
    }
}
