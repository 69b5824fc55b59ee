package io.hongyan.store.rocksdb;

import java.util.concurrent.atomic.AtomicInteger;

/// A disk that refuses when told to.
final class FaultyDisk implements DiskGate {
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean refuses;

    void refuses(boolean now) {
        refuses = now;
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public void pass(Call call) {
        if (refuses && call != Call.REOPEN) {
            refusals.incrementAndGet();
            throw new StoreProblem("no space left on device");
        }
    }
}
