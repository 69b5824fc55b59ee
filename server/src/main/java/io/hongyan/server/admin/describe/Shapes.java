package io.hongyan.server.admin.describe;

import io.hongyan.server.admin.describe.Kind.Anything;
import io.hongyan.server.admin.describe.Kind.Choice;
import io.hongyan.server.admin.describe.Kind.Decimal;
import io.hongyan.server.admin.describe.Kind.Either;
import io.hongyan.server.admin.describe.Kind.ListOf;
import io.hongyan.server.admin.describe.Kind.MapOf;
import io.hongyan.server.admin.describe.Kind.Named;
import io.hongyan.server.admin.describe.Kind.Text;
import io.hongyan.server.admin.describe.Kind.Time;
import io.hongyan.server.admin.describe.Kind.Truth;
import io.hongyan.server.admin.describe.Kind.Whole;
import io.hongyan.server.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Objects that several operations have, by name.
///
/// @param fields of each shape
record Shapes(Map<String, List<Field>> fields) {
    List<Field> of(String name) {
        List<Field> found = fields.get(name);
        if (found == null) {
            throw new IllegalStateException("there is no shape " + name);
        }
        return found;
    }

    /// Looks whether an object has the fields that it should have, and no others.
    ///
    /// @param thing what it is, for people
    /// @param place before the names of its fields, empty for a body itself
    void check(String thing, List<Field> known, Map<?, ? extends @Nullable Object> object, String place) {
        List<String> names = known.stream().map(Field::name).toList();
        for (Object name : object.keySet()) {
            if (!names.contains(name)) {
                throw new UnfitException(thing + " has no " + name + "; it has "
                        + String.join(", ", names.stream().sorted().toList()));
            }
        }
        for (Field field : known) {
            if (object.containsKey(field.name())) {
                check(place + field.name(), field.kind(), object.get(field.name()));
            } else if (field.needed()) {
                throw new UnfitException(place + field.name() + " is missing");
            }
        }
    }

    private void check(String name, Kind kind, @Nullable Object value) {
        switch (kind) {
            case ListOf list
            when value instanceof List<?> items -> {
                if (items.size() > list.most()) {
                    throw new UnfitException(name + " has at most " + list.most() + " entries, not " + items.size());
                }
                for (int i = 0; i < items.size(); i++) {
                    check(name + "[" + i + "]", list.item(), items.get(i));
                }
            }
            case Named shape
            when value instanceof Map<?, ?> object -> check(name, of(shape.name()), object, name + ".");
            default -> {
                if (value instanceof String text && !isWhole(text)) {
                    throw new UnfitException(name + " has half a character (an unpaired surrogate)");
                }
                if (!fits(kind, value)) {
                    throw new UnfitException(name + " is " + kind.words() + ", not " + told(kind, value));
                }
            }
        }
    }

    private static String told(Kind kind, @Nullable Object value) {
        if (kind instanceof Choice && value instanceof String word) {
            return word;
        }
        return value == null ? "null; leave it out" : Json.line(value);
    }

    private static boolean fits(Kind kind, @Nullable Object value) {
        return switch (kind) {
            case Text bounds ->
                value instanceof String text && bounds.least() <= text.length() && text.length() <= bounds.most();
            case Whole bounds -> value instanceof Long number && bounds.has(number);
            case Decimal _ -> value instanceof Number;
            case Truth _ -> value instanceof Boolean;
            case Time _ -> value instanceof String text && isTime(text);
            case Choice words -> value instanceof String text && words.known().contains(text);
            case Either either -> either.kinds().stream().anyMatch(each -> fits(each, value));
            case MapOf _ -> value instanceof Map<?, ?>;
            case ListOf _, Named _ -> false;
            case Anything _ -> value != null;
        };
    }

    /// Such a half has no bytes: it would become a question mark, and perhaps name something else.
    private static boolean isWhole(String text) {
        return text.codePoints().noneMatch(each -> Character.MIN_SURROGATE <= each && each <= Character.MAX_SURROGATE);
    }

    private static boolean isTime(String text) {
        try {
            return Instant.parse(text) != null;
        } catch (DateTimeException _) {
            return false;
        }
    }
}
