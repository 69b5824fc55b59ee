package io.hongyan.server.data;

import io.hongyan.cloud.metadata.TraceMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Lists and switches in the file of the metadata that earlier versions did not write. Those versions can read a file
/// in which the lists are empty and the switches off; where they would not do what it says they refuse it, by the
/// number of its format.
final class LaterFields {
    private static final String INSTANCES = "instances";
    private static final String GROUPS = "groups";
    private static final String ACCESS_KEYS = "accessKeys";
    private static final String RULES = "rules";
    private static final String CONNECTIONS = "connections";
    private static final String TAGS = "tags";
    private static final String TRACES = "traces";
    private static final String SUSPENDED = "suspended";
    private static final String TWO_WAY_TLS = "twoWayTls";
    private static final List<Object> EMPTY = List.of();
    private static final String RIGHTS = "rights";

    private LaterFields() {}

    /// The fields of a snapshot, with those that an earlier version did not write.
    static Map<String, @Nullable Object> adapted(Map<String, @Nullable Object> snapshot) {
        return inAll(snapshot, (fields, name, nothing) -> fields.putIfAbsent(name, nothing));
    }

    /// The same without lists that are empty and switches that are off.
    static Map<String, @Nullable Object> trimmed(Map<String, @Nullable Object> snapshot) {
        return inAll(snapshot, (fields, name, nothing) -> fields.remove(name, nothing));
    }

    /// The oldest format whose versions know all that a trimmed snapshot holds: 1, 2 with rules, 3 with rights, tags or
    /// an instance that is suspended or has two-way TLS.
    static int format(Map<String, @Nullable Object> trimmed) {
        boolean[] found = new boolean[1];
        inAll(trimmed, (fields, name, _) -> found[0] |= isOfThree(name) && fields.containsKey(name));
        if (found[0]) {
            return 3;
        }
        return trimmed.containsKey(CONNECTIONS) ? 2 : 1; // no rule without a connection
    }

    private static boolean isOfThree(String name) {
        return name.equals(TAGS) || name.equals(RIGHTS) || name.equals(SUSPENDED) || name.equals(TWO_WAY_TLS);
    }

    private interface Step {
        /// @param nothing what an earlier version goes by, not writing it
        void at(Map<String, @Nullable Object> fields, String name, Object nothing);
    }

    /// A copy of a snapshot, on whose later fields the step was done.
    private static Map<String, @Nullable Object> inAll(Map<String, @Nullable Object> snapshot, Step step) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(snapshot);
        step.at(copy, CONNECTIONS, EMPTY);
        inEach(copy, ACCESS_KEYS, key -> {
            step.at(key, RIGHTS, EMPTY);
            return key;
        });
        inEach(copy, INSTANCES, instance -> {
            step.at(instance, RULES, EMPTY);
            step.at(instance, TAGS, EMPTY);
            step.at(instance, TRACES, TraceMode.OFF.name());
            step.at(instance, SUSPENDED, false);
            step.at(instance, TWO_WAY_TLS, false);
            inEach(instance, GROUPS, group -> {
                step.at(group, TAGS, EMPTY);
                return group;
            });
            return instance;
        });
        return copy;
    }

    private static void inEach(
            Map<String, @Nullable Object> fields, String list, UnaryOperator<Map<String, @Nullable Object>> change) {
        if (fields.get(list) instanceof List<?> items) {
            List<@Nullable Object> all = new ArrayList<>();
            items.forEach(each -> all.add(each instanceof Map<?, ?> item ? change.apply(copy(item)) : each));
            fields.put(list, all);
        }
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> item) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        item.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
