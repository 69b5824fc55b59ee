package io.hongyan.cloud.record;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Counts and tells changes of credentials. Any thread.
public final class Changes {
    private final AtomicLong version = new AtomicLong();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

    /// Another number after each change.
    public long version() {
        return version.get();
    }

    public void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    /// A change is durable.
    public void tell(String instance, IdentityType type, String name) {
        version.incrementAndGet();
        listeners.forEach(listener -> listener.changed(instance, type, name));
    }
}
