package io.hongyan.server.config.source;

import io.hongyan.server.config.Port;
import io.hongyan.server.config.Secret;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The shape of configuration records, read from the records themselves so that nothing is declared twice.
final class Schema {
    private Schema() {}

    /// The component names of a record, in order.
    static List<String> keys(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    /// The type of the values of a `Map<String, ...>` component or the items of a `List<...>` one.
    static Class<?> elementType(RecordComponent component) {
        var arguments = ((ParameterizedType) component.getGenericType()).getActualTypeArguments();
        return (Class<?>) arguments[arguments.length - 1];
    }

    static boolean isSection(Class<?> type) {
        return type.isRecord() && type != Port.class && type != Secret.class;
    }

    static boolean isNamedSections(Class<?> type) {
        return Map.class.isAssignableFrom(type);
    }

    static boolean isList(Class<?> type) {
        return List.class.isAssignableFrom(type);
    }

    static Object value(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("an accessor of a record failed: " + component, e);
        }
    }

    /// What holds in a section of that type when nothing is set.
    static Object defaults(Class<?> record) {
        try {
            return record.getMethod("defaults").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(record + " has no public static defaults()", e);
        }
    }

    /// @throws IllegalArgumentException when the record refuses its values
    static Object construct(Class<?> record, Object[] values) {
        Class<?>[] types = Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return record.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                throw refusal;
            }
            throw new IllegalStateException("a configuration record failed: " + record, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a public configuration record: " + record, e);
        }
    }

    /// `maxInflight` as it stands in the name of an environment variable: `MAX_INFLIGHT`. A run of capitals is one
    /// word, but for the one of `QoS`.
    static String environmentName(String key) {
        return key.replace("QoS", "Qos")
                .replace("-", "_")
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
    }
}
