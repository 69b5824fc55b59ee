package io.hongyan.server.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A JSON object whose values are asked for by name and type.
///
/// @param values as read: maps, lists, texts, numbers, truths and null
public record JsonFields(Map<String, @Nullable Object> values) {
    public JsonFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public Set<String> names() {
        return values.keySet();
    }

    /// The text of that name, if it is there.
    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(value(name, String.class, "text"));
    }

    /// The text of that name.
    ///
    /// @throws JsonException when it is missing
    public String text(String name) {
        return present(name, value(name, String.class, "text"));
    }

    /// The whole number of that name.
    ///
    /// @throws JsonException when it is missing
    public long number(String name) {
        return present(name, value(name, Long.class, "a whole number"));
    }

    /// The whole number of that name, or another when it is missing.
    public long number(String name, long otherwise) {
        Long number = value(name, Long.class, "a whole number");
        return number == null ? otherwise : number;
    }

    /// The truth of that name, or another when it is missing.
    public boolean truth(String name, boolean otherwise) {
        Boolean truth = value(name, Boolean.class, "true or false");
        return truth == null ? otherwise : truth;
    }

    /// The object of that name.
    ///
    /// @throws JsonException when it is missing
    public JsonFields object(String name) {
        return fields(name, present(name, values.get(name)));
    }

    /// The objects in the list of that name; none when it is missing.
    public List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (Object item : list(name)) {
            objects.add(fields(name, item));
        }
        return objects;
    }

    /// The texts in the list of that name; none when it is missing.
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : list(name)) {
            if (!(item instanceof String text)) {
                throw new JsonException(name + " is a list of texts");
            }
            texts.add(text);
        }
        return texts;
    }

    private List<?> list(String name) {
        List<?> list = value(name, List.class, "a list");
        return list == null ? List.of() : list;
    }

    @SuppressWarnings("unchecked") // what Json reads as an object has text keys
    private static JsonFields fields(String name, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new JsonFields((Map<String, @Nullable Object>) map);
        }
        throw new JsonException(name + " holds something other than an object");
    }

    private <T> @Nullable T value(String name, Class<T> type, String expected) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new JsonException(name + " is " + expected + ", not " + Json.line(value));
        }
        return type.cast(value);
    }

    private static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new JsonException(name + " is missing");
        }
        return value;
    }
}
