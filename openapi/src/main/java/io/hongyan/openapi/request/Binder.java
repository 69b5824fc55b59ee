package io.hongyan.openapi.request;

import io.hongyan.openapi.action.ApiError;
import io.hongyan.openapi.action.Parameter;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the record that an action takes from the parameters of a request, and refuses what it cannot take.
public final class Binder {
    private static final String MISSING = "ParameterCheckFailed";
    private static final int LONGEST_ITEM = 256;

    private Binder() {}

    /// @param type a record whose components are texts, numbers, truths, or lists of texts or of records of texts, each
    ///     with a [Parameter]
    /// @throws ApiError naming the parameter and what it may be
    public static <I extends Record> I record(Class<I> type, Parameters parameters) {
        return record(type, "", parameters);
    }

    private static <I extends Record> I record(Class<I> type, String prefix, Parameters parameters) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i], prefix + wireName(components[i].getName()), parameters);
        }
        try {
            Constructor<I> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of an action cannot be made: " + type.getName(), e);
        }
    }

    /// The name of a component on the wire: `instanceId` is `InstanceId`.
    public static String wireName(String component) {
        return Character.toUpperCase(component.charAt(0)) + component.substring(1);
    }

    /// The names of the parameters of one value that are no secrets.
    public static List<String> plainNames(Class<? extends Record> type) {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType() != List.class && !rule(component).secret()) {
                names.add(wireName(component.getName()));
            }
        }
        return names;
    }

    private static Parameter rule(RecordComponent component) {
        Parameter rule = component.getAnnotation(Parameter.class);
        if (rule == null) {
            throw new IllegalStateException(component + " has no rule");
        }
        return rule;
    }

    private static @Nullable Object value(RecordComponent component, String name, Parameters parameters) {
        Parameter rule = rule(component);
        if (component.getType() == List.class) {
            return list(component, rule, name, parameters);
        }
        String text = parameters.get(name);
        if (text == null || text.isEmpty()) {
            if (rule.required()) {
                throw ApiError.bad(MISSING, "parameter " + name + " is missing");
            }
            return null;
        }
        Class<?> type = component.getType();
        if (type == String.class) {
            return text(rule, name, text);
        }
        return type == Boolean.class ? (Object) truth(name, text) : number(rule, name, text, type);
    }

    private static String text(Parameter rule, String name, String text) {
        checkLength(name, text, rule.longest());
        if (!rule.zero()) {
            refuseZero(name, text);
        }
        if (rule.oneOf().length > 0 && !List.of(rule.oneOf()).contains(text)) {
            throw ApiError.parameter(name, name + " is " + String.join(" or ", rule.oneOf()) + ", not " + text);
        }
        return text;
    }

    private static void checkLength(String name, String text, int longest) {
        if (text.length() > longest) {
            throw ApiError.parameter(name, name + " has " + text.length() + " characters; the limit is " + longest);
        }
    }

    /// Keys in the store are apart by it.
    private static void refuseZero(String name, String text) {
        if (text.indexOf('\0') >= 0) {
            throw ApiError.parameter(name, name + " holds U+0000");
        }
    }

    private static boolean truth(String name, String text) {
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw ApiError.parameter(name, name + " is true or false, not " + text);
    }

    private static Object number(Parameter rule, String name, String text, Class<?> type) {
        long number;
        try {
            number = Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw ApiError.parameter(name, name + " is a whole number, not " + text);
        }
        if (number < rule.least() || number > rule.most()) {
            throw ApiError.parameter(name, name + " is " + rule.least() + " to " + rule.most() + ", not " + number);
        }
        return type == Integer.class ? (Object) Math.toIntExact(number) : (Object) number;
    }

    /// Items are numbered from 1.
    private static List<?> list(RecordComponent component, Parameter rule, String name, Parameters parameters) {
        Class<?> item = (Class<?>) ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
        List<Object> items = new ArrayList<>();
        for (int i = 1; isThere(name + "." + i, parameters); i++) {
            if (items.size() == rule.longest()) {
                throw ApiError.parameter(name, name + " has more than " + rule.longest() + " items");
            }
            items.add(item(item, name + "." + i, parameters));
        }
        refuseGap(name, items.size(), parameters);
        if (items.isEmpty() && rule.required()) {
            throw ApiError.bad(MISSING, "parameter " + name + ".1 is missing");
        }
        return List.copyOf(items);
    }

    /// What is numbered otherwise would be left out without a word.
    private static void refuseGap(String name, int items, Parameters parameters) {
        for (String other : parameters.names()) {
            if (other.startsWith(name + ".") && !isOneOf(items, other.substring(name.length() + 1))) {
                throw ApiError.bad(
                        MISSING,
                        "parameter " + name + "." + (items + 1) + " is missing, but " + other
                                + " is there: number items from 1, without gaps");
            }
        }
    }

    /// @param rest of a name, such as `2` or `2.Key`
    private static boolean isOneOf(int items, String rest) {
        int point = rest.indexOf('.');
        String number = point < 0 ? rest : rest.substring(0, point);
        return number.matches("[1-9][0-9]{0,3}") && Integer.parseInt(number) <= items;
    }

    private static Object item(Class<?> type, String name, Parameters parameters) {
        if (type != String.class) {
            return record(type.asSubclass(Record.class), name + ".", parameters);
        }
        String text = parameters.text(name);
        checkLength(name, text, LONGEST_ITEM);
        refuseZero(name, text);
        return text;
    }

    private static boolean isThere(String name, Parameters parameters) {
        return parameters.get(name) != null
                || parameters.names().stream().anyMatch(other -> other.startsWith(name + "."));
    }
}
