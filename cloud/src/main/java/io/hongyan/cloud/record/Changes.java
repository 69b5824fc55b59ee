package io.hongyan.cloud.record;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Counts and tells changes of credentials, those of other services too. Any thread.
public final class Changes {
    private final AtomicLong version = new AtomicLong();
    private final List<ChangeListener> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> doubters = new CopyOnWriteArrayList<>();
    private final RecordChanges shared;
    private final RecordKind kind;
    private final Consumer<@Nullable String> forget;

    /// Those of a service that shares its rows with nobody.
    public Changes() {
        this(RecordChanges.NONE, RecordKind.CUSTOM, _ -> {});
    }

    /// @param shared tells other services, and hears them
    /// @param kind of the rows
    /// @param forget called first when another service has changed something: with the instance, or null for all
    public Changes(RecordChanges shared, RecordKind kind, Consumer<@Nullable String> forget) {
        this.shared = shared;
        this.kind = kind;
        this.forget = forget;
        shared.listen(kind, new FromOthers());
    }

    /// Another number after each change.
    public long version() {
        return version.get();
    }

    /// @param everything called when other services may have changed anything
    public void listen(ChangeListener listener, Runnable everything) {
        listeners.add(listener);
        doubters.add(everything);
    }

    /// A change is durable.
    public void tell(String instance, IdentityType type, String name) {
        count(instance, type, name);
        shared.tell(kind, instance, type.name(), name);
    }

    private void count(String instance, IdentityType type, String name) {
        version.incrementAndGet();
        listeners.forEach(listener -> listener.changed(instance, type, name));
    }

    private final class FromOthers implements RecordChanges.Listener {
        @Override
        public void changed(List<String> names) {
            forget.accept(names.get(0));
            count(names.get(0), IdentityType.valueOf(names.get(1)), names.get(2));
        }

        @Override
        public void everything() {
            forget.accept(null);
            version.incrementAndGet();
            doubters.forEach(Runnable::run);
        }
    }
}
