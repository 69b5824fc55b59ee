package io.hongyan.store.rocksdb;

import io.hongyan.broker.store.StoreException;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk whose operations fail on demand.
final class FaultyDisk implements DiskHook {
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger reopenings = new AtomicInteger();
    private volatile boolean refuses;
    private volatile boolean throwsErrors;

    void refuses(boolean now) {
        refuses = now;
    }

    /// Lets operations throw an error, as only a bug does.
    void throwsErrors(boolean now) {
        throwsErrors = now;
    }

    /// How often the database has been reopened, including an attempt in progress.
    int reopenings() {
        return reopenings.get();
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public void before(Call call) {
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
            throw new StoreException("no space left on device");
        }
    }
}
