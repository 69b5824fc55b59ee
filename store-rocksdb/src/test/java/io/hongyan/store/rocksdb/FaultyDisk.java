package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;

/// A disk that refuses when told to.
final class FaultyDisk implements DiskGate {
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger reopenings = new AtomicInteger();
    private volatile boolean refuses;
    private volatile boolean throwsErrors;

    void refuses(boolean now) {
        refuses = now;
    }

    /// What no disk does.
    void throwsErrors(boolean now) {
        throwsErrors = now;
    }

    /// How often the database was, or is about to be, opened again.
    int reopenings() {
        return reopenings.get();
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public void pass(Call call) {
        if (call == Call.REOPEN) {
            reopenings.incrementAndGet();
            return;
        }
        if (throwsErrors) {
            refusals.incrementAndGet();
            throw new AssertionError("a fault of the disk");
        }
        if (refuses) {
            refusals.incrementAndGet();
            throw new StoreProblem("no space left on device");
        }
    }
}
