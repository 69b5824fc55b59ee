package io.hongyan.server.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Maps records to JSON objects and back, by the names of their components. A missing or unknown field is an error, so
/// that nothing is lost silently. A record of a sealed interface has a field `type` more, with its name.
public final class RecordMapper {
    private static final String TYPE = "type";

    private RecordMapper() {}

    /// The object for a record of texts, numbers, truths, constants, durations, records, and lists of those.
    public static Map<String, @Nullable Object> fields(Record record) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (isVariant(record.getClass())) {
            fields.put(TYPE, name(record.getClass()));
        }
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            fields.put(component.getName(), plain(read(component, record)));
        }
        return fields;
    }

    private static boolean isVariant(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Record record -> fields(record);
            case List<?> list -> list.stream().map(RecordMapper::plain).toList();
            case Enum<?> constant -> constant.name();
            case Duration duration -> duration.toString();
            default -> value;
        };
    }

    /// The record that an object describes.
    ///
    /// @throws JsonException when a field is missing, unknown, of the wrong type or refused by the record
    public static <T extends Record> T record(Class<T> type, JsonFields fields) {
        RecordComponent[] components = type.getRecordComponents();
        Set<String> unknown = new TreeSet<>(fields.names());
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            unknown.remove(components[i].getName());
            values[i] = value(components[i], fields.values().get(components[i].getName()));
        }
        if (!unknown.isEmpty()) {
            throw new JsonException("unknown field " + String.join(", ", unknown) + " in " + name(type));
        }
        return construct(type, values);
    }

    private static @Nullable Object value(RecordComponent component, @Nullable Object written) {
        if (written == null) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                return null;
            }
            throw new JsonException(component.getName() + " is missing in " + name(component.getDeclaringRecord()));
        }
        if (component.getType() != List.class) {
            return single(component.getName(), component.getType(), written);
        }
        Class<?> element = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        List<Object> items = new ArrayList<>();
        for (Object item : typed(component.getName(), List.class, written)) {
            items.add(single(component.getName(), element, Objects.requireNonNull(item, component.getName())));
        }
        return items;
    }

    @SuppressWarnings("unchecked") // what Json reads as an object has text keys
    private static Object single(String name, Class<?> type, Object written) {
        if (type.isRecord() || type.isSealed()) {
            Map<?, ?> object = typed(name, Map.class, written);
            JsonFields fields = new JsonFields((Map<String, @Nullable Object>) object);
            return type.isRecord() ? record(type.asSubclass(Record.class), fields) : variant(name, type, fields);
        }
        if (type.isEnum()) {
            String wanted = typed(name, String.class, written);
            return Arrays.stream((Object[]) type.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new JsonException(name + " is none of the known: " + wanted));
        }
        if (type == Duration.class) {
            return duration(name, typed(name, String.class, written));
        }
        if (type == int.class) {
            long number = typed(name, Long.class, written);
            if (number != (int) number) {
                throw new JsonException(name + " is too large: " + number);
            }
            return (int) number;
        }
        Class<?> boxed = type == long.class ? Long.class : type == boolean.class ? Boolean.class : type;
        return typed(name, boxed, written);
    }

    private static Object variant(String name, Class<?> type, JsonFields fields) {
        String wanted = fields.text(TYPE);
        Map<String, @Nullable Object> rest = new LinkedHashMap<>(fields.values());
        rest.remove(TYPE);
        return Arrays.stream(type.getPermittedSubclasses())
                .filter(each -> name(each).equals(wanted))
                .findFirst()
                .map(each -> (Object) record(each.asSubclass(Record.class), new JsonFields(rest)))
                .orElseThrow(() -> new JsonException(name + " is none of the known: " + wanted));
    }

    private static Duration duration(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new JsonException(name + " is no duration such as PT5S: " + text);
        }
    }

    private static <T> T typed(String name, Class<T> type, Object value) {
        if (!type.isInstance(value)) {
            throw new JsonException(name + " is " + type.getSimpleName().toLowerCase(Locale.ROOT) + ", not "
                    + value.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        return type.cast(value);
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("not a public record: " + record.getClass(), e);
        }
    }

    private static <T extends Record> T construct(Class<T> type, @Nullable Object[] values) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new JsonException(
                    name(type) + ": " + Objects.requireNonNull(e.getCause()).getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a public record: " + type, e);
        }
    }

    private static String name(Class<?> type) {
        return type.getSimpleName();
    }
}
