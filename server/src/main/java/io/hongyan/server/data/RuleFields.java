package io.hongyan.server.data;

import io.hongyan.cloud.metadata.TraceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Rules, connections and traces in the file of the metadata. Versions before them can read a file without any; they
/// refuse one with rules by the number of its format, since they would not do what the rules say.
final class RuleFields {
    private static final String INSTANCES = "instances";
    private static final String RULES = "rules";
    private static final String TRACES = "traces";
    private static final String OFF = TraceMode.OFF.name();
    private static final String CONNECTIONS = "connections";

    private RuleFields() {}

    /// The fields of a snapshot, with those that an earlier version did not write.
    static Map<String, @Nullable Object> adapted(Map<String, @Nullable Object> snapshot) {
        Map<String, @Nullable Object> adapted = new LinkedHashMap<>(snapshot);
        adapted.putIfAbsent(CONNECTIONS, List.of());
        return inInstances(adapted, instance -> {
            Map<Object, @Nullable Object> all = new LinkedHashMap<>(instance);
            all.putIfAbsent(RULES, List.of());
            all.putIfAbsent(TRACES, OFF);
            return all;
        });
    }

    /// The same without lists that are empty and switches that are off.
    static Map<String, @Nullable Object> trimmed(Map<String, @Nullable Object> snapshot) {
        Map<String, @Nullable Object> trimmed = new LinkedHashMap<>(snapshot);
        trimmed.remove(CONNECTIONS, List.of());
        return inInstances(trimmed, instance -> {
            Map<Object, @Nullable Object> rest = new LinkedHashMap<>(instance);
            rest.remove(RULES, List.of());
            rest.remove(TRACES, OFF);
            return rest;
        });
    }

    /// Whether a trimmed snapshot holds anything that versions before rules cannot read.
    static boolean areIn(Map<String, @Nullable Object> trimmed) {
        return trimmed.containsKey(CONNECTIONS); // no rule without one
    }

    private static Map<String, @Nullable Object> inInstances(
            Map<String, @Nullable Object> snapshot, UnaryOperator<Map<?, ?>> change) {
        if (snapshot.get(INSTANCES) instanceof List<?> instances) {
            List<@Nullable Object> all = new ArrayList<>();
            instances.forEach(each -> all.add(each instanceof Map<?, ?> instance ? change.apply(instance) : each));
            snapshot.put(INSTANCES, all);
        }
        return snapshot;
    }
}
