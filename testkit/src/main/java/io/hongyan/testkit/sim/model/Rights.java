package io.hongyan.testkit.sim.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What clients are not permitted to do, now and in the past.
public final class Rights {
    private final Map<String, List<Change>> history = new HashMap<>();

    private record Change(long stamp, boolean allowed) {}

    private static String name(ClientKey key, boolean publish, String topic) {
        return key + (publish ? " publishes " : " subscribes ") + topic;
    }

    /// Gives or takes a right from that stamp on. Everything is allowed at the beginning.
    public void set(ClientKey key, boolean publish, String topic, boolean allowed, long stamp) {
        history.computeIfAbsent(name(key, publish, topic), _ -> new ArrayList<>())
                .add(new Change(stamp, allowed));
    }

    /// Gives all rights back from that stamp on.
    void allowAll(long stamp) {
        history.values().forEach(changes -> changes.add(new Change(stamp, true)));
    }

    /// Whether the client may do that now.
    public boolean allows(ClientKey key, boolean publish, String topic) {
        List<Change> changes = history.get(name(key, publish, topic));
        return changes == null || changes.getLast().allowed();
    }

    /// Whether the client could do that all the time between those stamps.
    boolean always(ClientKey key, boolean publish, String topic, long from, long to) {
        return !met(key, publish, topic, from, to, false);
    }

    /// Whether the client could do that at no time between those stamps.
    boolean never(ClientKey key, boolean publish, String topic, long from, long to) {
        return !met(key, publish, topic, from, to, true);
    }

    private boolean met(ClientKey key, boolean publish, String topic, long from, long to, boolean wanted) {
        boolean present = true;
        boolean found = false;
        for (Change change : history.getOrDefault(name(key, publish, topic), List.of())) {
            if (change.stamp() >= to) {
                break;
            }
            if (change.stamp() > from) {
                found |= present == wanted;
            }
            present = change.allowed();
        }
        return found || present == wanted;
    }
}
