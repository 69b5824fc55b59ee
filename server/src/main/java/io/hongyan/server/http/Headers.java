package io.hongyan.server.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The headers of a request. Names are the same in any case.
public final class Headers {
    /// None at all.
    public static final Headers NONE = new Headers(Map.of());

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /// @param values by name; each name has one or more
    public Headers(Map<String, List<String>> values) {
        values.forEach((name, each) ->
                this.values.computeIfAbsent(name, _ -> new ArrayList<>()).addAll(each));
    }

    /// One header.
    public static Headers of(String name, String value) {
        return new Headers(Map.of(name, List.of(value)));
    }

    /// The first value; empty when there is none.
    public String first(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    /// All values, in the order in which they came.
    public List<String> all(String name) {
        return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(values.keySet());
    }
}
