package io.hongyan.cloud.custom;

import io.hongyan.cloud.record.ChangeListener;
import io.hongyan.cloud.record.IdentityType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// Counts and tells changes. Any thread.
final class Changes {
    private final AtomicLong version = new AtomicLong();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();

    long version() {
        return version.get();
    }

    void listen(ChangeListener listener) {
        listeners.add(listener);
    }

    void tell(String instance, IdentityType type, String name) {
        version.incrementAndGet();
        listeners.forEach(listener -> listener.changed(instance, type, name));
    }
}
