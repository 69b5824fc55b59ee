package io.hongyan.server.data;

import io.hongyan.cloud.metadata.TraceMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists and switches in the file of the metadata that earlier versions did not write: the lists are empty then, and
/// the switches off.
final class LaterFields {
    private static final List<Object> EMPTY = List.of();
    private static final String TAGS = "tags";

    private LaterFields() {}

    /// The fields of a snapshot, with those that an earlier version did not write.
    static Map<String, @Nullable Object> adapted(Map<String, @Nullable Object> snapshot) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(snapshot);
        copy.putIfAbsent("deletedInstances", EMPTY);
        copy.putIfAbsent("connections", EMPTY);
        FieldLists.change(copy, "accessKeys", key -> key.putIfAbsent("rights", EMPTY));
        FieldLists.change(copy, "instances", instance -> {
            instance.putIfAbsent("rules", EMPTY);
            instance.putIfAbsent(TAGS, EMPTY);
            instance.putIfAbsent("traces", TraceMode.OFF.name());
            instance.putIfAbsent("suspended", false);
            instance.putIfAbsent("twoWayTls", false);
            FieldLists.change(instance, "groups", group -> group.putIfAbsent(TAGS, EMPTY));
        });
        return copy;
    }
}
