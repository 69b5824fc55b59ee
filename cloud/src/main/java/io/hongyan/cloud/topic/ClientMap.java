package io.hongyan.cloud.topic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values by Group ID, and by the beginning of client ids (`beginning*`). A client has the value of its Group, or else
/// that of the longest beginning. Immutable: any thread.
public final class ClientMap<V> {
    private final Map<String, V> groups = new HashMap<>();
    private final List<Beginning<V>> beginnings = new ArrayList<>();

    private record Beginning<V>(String text, V value) {}

    /// @param byResource Group IDs, and beginnings with `*` after them
    public ClientMap(Map<String, V> byResource) {
        byResource.forEach((resource, value) -> {
            if (resource.endsWith("*")) {
                beginnings.add(new Beginning<>(resource.substring(0, resource.length() - 1), value));
            } else {
                groups.put(resource, value);
            }
        });
        beginnings.sort(
                Comparator.comparingInt((Beginning<V> each) -> each.text().length())
                        .reversed());
    }

    /// The value for a client, or null.
    public @Nullable V of(String clientId) {
        if (!groups.isEmpty()) {
            String group = GroupIds.of(clientId);
            V value = group == null ? null : groups.get(group);
            if (value != null) {
                return value;
            }
        }
        for (Beginning<V> each : beginnings) {
            if (clientId.startsWith(each.text())) {
                return each.value();
            }
        }
        return null;
    }
}
