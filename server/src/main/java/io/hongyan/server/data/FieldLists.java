package io.hongyan.server.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Changes objects in lists of an object of JSON, none of which is altered itself.
final class FieldLists {
    private FieldLists() {}

    /// Puts a list into an object in place of one of that name: the change was done on a copy of each object in it.
    /// What is no list, and what is no object in it, stays.
    static void change(
            Map<String, @Nullable Object> fields, String list, Consumer<Map<String, @Nullable Object>> change) {
        if (fields.get(list) instanceof List<?> items) {
            List<@Nullable Object> all = new ArrayList<>();
            items.forEach(each -> all.add(each instanceof Map<?, ?> item ? changed(item, change) : each));
            fields.put(list, all);
        }
    }

    private static Map<String, @Nullable Object> changed(
            Map<?, ?> item, Consumer<Map<String, @Nullable Object>> change) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        item.forEach((name, value) -> copy.put(String.valueOf(name), value));
        change.accept(copy);
        return copy;
    }
}
