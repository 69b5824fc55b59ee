package io.hongyan.cloud.trace;

import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The log of traces, opened when it is first needed, and again after it failed. Any thread; whoever asks first waits
/// until it is open.
final class TraceFolder implements AutoCloseable {
    private final Supplier<TraceLog> opener;
    private @Nullable TraceLog log;
    private boolean closed;

    TraceFolder(Supplier<TraceLog> opener) {
        this.opener = opener;
    }

    /// @throws StoreException when it cannot be opened
    synchronized TraceLog log() {
        if (closed) {
            throw new StoreException("the traces are closed");
        }
        TraceLog present = log;
        if (present == null) {
            present = opener.get();
            log = present;
        }
        return present;
    }

    /// It failed: the next one who asks opens it again.
    synchronized void failed() {
        TraceLog present = log;
        log = null;
        if (present != null) {
            present.close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        failed();
    }
}
