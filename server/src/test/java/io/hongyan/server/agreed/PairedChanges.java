package io.hongyan.server.agreed;

import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.record.RecordKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One of two services that tell each other of changed rows at once.
public final class PairedChanges implements RecordChanges {
    private final Map<RecordKind, List<Listener>> listeners = new EnumMap<>(RecordKind.class);
    private @Nullable PairedChanges other;

    /// The other one.
    public PairedChanges other() {
        if (other == null) {
            other = new PairedChanges();
            other.other = this;
        }
        return other;
    }

    @Override
    public void tell(RecordKind kind, String... names) {
        other().listeners.getOrDefault(kind, List.of()).forEach(listener -> listener.changed(List.of(names)));
    }

    @Override
    public void listen(RecordKind kind, Listener listener) {
        listeners.computeIfAbsent(kind, _ -> new ArrayList<>()).add(listener);
    }

    /// This one has missed something.
    public void doubt() {
        listeners.values().forEach(all -> all.forEach(Listener::everything));
    }
}
