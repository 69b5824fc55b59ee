package io.hongyan.cloud.record;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One lock of 64 to each name, so that those who look at and change rows of different names seldom wait for one
/// another. Any thread that may block.
public final class StripedLock {
    static final int STRIPES = 64;

    private final ReentrantLock[] locks = new ReentrantLock[STRIPES];

    public StripedLock() {
        for (int i = 0; i < STRIPES; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// Runs a look and a change of what has one name, between which nobody else changes it.
    public <T extends @Nullable Object> T locked(String name, Supplier<T> change) {
        ReentrantLock lock = locks[stripe(name)];
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }

    /// Runs what changes things of any name, while nobody else changes one.
    void exclusively(Runnable change) {
        for (ReentrantLock lock : locks) {
            lock.lock();
        }
        try {
            change.run();
        } finally {
            for (ReentrantLock lock : locks) {
                lock.unlock();
            }
        }
    }

    /// The number of a name's lock, always the same, 0 to 63: rows on disk have it.
    static int stripe(String name) {
        int hash = name.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
