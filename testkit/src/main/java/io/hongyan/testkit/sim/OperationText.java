package io.hongyan.testkit.sim;

import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes settings and operations down, and reads them: one a line, as records print themselves, without what is as
/// usual.
final class OperationText {
    private static final List<Operation> USUAL = List.of(
            new Operation.Connect(
                    -1, Version.MQTT_5, false, false, 600, 0, 0, 0, 0, "", QoS.AT_MOST_ONCE, false, 0, -1),
            new Operation.Publish(-1, "", QoS.AT_MOST_ONCE, false, 1, 10, -1, false, false),
            new Operation.ServerPublish(0, "", QoS.AT_MOST_ONCE, false),
            new Operation.Subscribe(-1, "", 0),
            new Operation.Disconnect(-1, ReasonCode.SUCCESS, -1),
            new Operation.ReleaseAcks(-1, false));

    private OperationText() {}

    private static @Nullable Record usual(Class<?> type) {
        return USUAL.stream()
                .filter(each -> each.getClass() == type)
                .map(Record.class::cast)
                .findFirst()
                .orElse(null);
    }

    static String write(Record value) {
        Record usual = usual(value.getClass());
        StringBuilder text = new StringBuilder(value.getClass().getSimpleName()).append('[');
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object its = get(component, value);
            if (usual == null || !its.equals(get(component, usual))) {
                text.append(text.charAt(text.length() - 1) == '[' ? "" : ", ")
                        .append(component.getName())
                        .append('=')
                        .append(its);
            }
        }
        return text.append(']').toString();
    }

    private static Object get(RecordComponent component, Record value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot read " + component, e);
        }
    }

    static Operation operation(String line) {
        String name = line.split("\\[", 2)[0];
        Class<?> type = Stream.of(Operation.class.getPermittedSubclasses())
                .filter(each -> each.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no operation " + name));
        return (Operation) read(type, line);
    }

    static Settings settings(String line) {
        if (!line.startsWith("Settings[")) {
            throw new IllegalArgumentException("settings are needed in the first line, not " + line);
        }
        return (Settings) read(Settings.class, line);
    }

    private static Object read(Class<?> type, String line) {
        if (!line.contains("[") || !line.endsWith("]")) {
            throw new IllegalArgumentException("'" + line + "' is not of the form Name[part=value, part=value]");
        }
        Map<String, String> given = new HashMap<>();
        String body = line.substring(line.indexOf('[') + 1, line.lastIndexOf(']'));
        for (String part : body.isEmpty() ? new String[0] : body.split(", ")) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + part + "' in " + line + " is not part=value");
            }
            given.put(part.substring(0, equals), part.substring(equals + 1));
        }
        Record usual = usual(type);
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String text = given.remove(components[i].getName());
            if (text == null && usual == null) {
                throw new IllegalArgumentException(components[i].getName() + " is missing in " + line);
            }
            values[i] = text == null && usual != null ? get(components[i], usual) : value(types[i], text);
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("what is " + given.keySet() + " in " + line);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("cannot make " + line, e);
        }
    }

    private static Object value(Class<?> type, @Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("a value is missing");
        }
        if (type == int.class) {
            return Integer.valueOf(text);
        }
        if (type == long.class) {
            return Long.valueOf(text);
        }
        if (type == boolean.class) {
            return Boolean.valueOf(text);
        }
        if (type == String.class) {
            return text;
        }
        return Stream.of(type.getEnumConstants())
                .filter(each -> ((Enum<?>) each).name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text + " is no " + type.getSimpleName()));
    }
}
