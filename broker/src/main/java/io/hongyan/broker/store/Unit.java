package io.hongyan.broker.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes of several shards that become durable together or not at all: the copies of one QoS 2 message in all inboxes
/// and the mark that it was taken over. Without that, a crash between them would double the message or lose it.
///
/// Any thread may add; the thread that ends the unit takes.
public final class Unit {
    private @Nullable List<Object> parts = new ArrayList<>(4);

    /// @param part what the store makes of a write
    /// @return false when the unit has ended; then the part was not added and stands for itself
    public synchronized boolean add(Object part) {
        return parts != null && parts.add(part);
    }

    /// Ends the unit.
    ///
    /// @return everything that was added
    public synchronized List<Object> end() {
        List<Object> all = parts;
        parts = null;
        return all == null ? List.of() : all;
    }
}
