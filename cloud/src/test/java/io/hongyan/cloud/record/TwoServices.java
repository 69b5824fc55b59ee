package io.hongyan.cloud.record;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Two services that tell each other of changed rows at once.
public final class TwoServices {
    public final End one = new End();
    public final End two = new End();

    /// What one of them sees of the other.
    public final class End implements RecordChanges {
        private final Map<RecordKind, List<Listener>> listeners = new EnumMap<>(RecordKind.class);

        @Override
        public void tell(RecordKind kind, String... names) {
            End other = equals(one) ? two : one;
            other.of(kind).forEach(listener -> listener.changed(List.of(names)));
        }

        @Override
        public void listen(RecordKind kind, Listener listener) {
            of(kind).add(listener);
        }

        /// It has missed something.
        void doubt() {
            listeners.values().forEach(all -> all.forEach(Listener::everything));
        }

        private List<Listener> of(RecordKind kind) {
            return listeners.computeIfAbsent(kind, _ -> new ArrayList<>());
        }
    }
}
