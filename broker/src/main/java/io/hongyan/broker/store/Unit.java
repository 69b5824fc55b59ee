package io.hongyan.broker.store;

import java.util.ArrayList;
import java.util.List;

/// Writes of several shards that become durable together or not at all: the copies of one QoS 2 message in all inboxes
/// and the mark that it was taken over. Without that, a crash between them would double the message or lose it.
///
/// Any thread may add; the thread that ends the unit takes.
public final class Unit {
    private List<Object> parts = new ArrayList<>(4);

    /// @param part what the store makes of a write
    public synchronized void add(Object part) {
        parts.add(part);
    }

    /// Everything added so far; a second call gets only what came later.
    public synchronized List<Object> take() {
        List<Object> all = parts;
        parts = new ArrayList<>(0);
        return all;
    }
}
