package io.hongyan.server.admin;

import io.hongyan.server.config.Sizes;
import io.hongyan.server.json.JsonFields;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The fields of a request that makes or changes something: those that are missing leave it as it is.
final class FormFields {
    private final JsonFields body;

    /// Those of a body that has been looked at.
    FormFields(JsonFields body) {
        this.body = body;
    }

    /// Those of a body whose fields depend on what it is about.
    ///
    /// @param what is made or changed, for the refusal
    /// @param known names of fields; another one is refused, since a misspelt one would be without effect
    FormFields(JsonFields body, String what, Set<String> known) {
        this.body = body;
        Set<String> unknown = new TreeSet<>(body.names());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw AdminRefusal.badRequest(what + " has no " + String.join(", ", unknown) + "; it has "
                    + String.join(", ", new TreeSet<>(known)));
        }
    }

    String text(String name, String otherwise) {
        return body.optionalText(name).orElse(otherwise);
    }

    boolean truth(String name, boolean otherwise) {
        return body.truth(name, otherwise);
    }

    boolean has(String name) {
        return body.names().contains(name);
    }

    long number(String name, long otherwise) {
        return body.number(name, otherwise);
    }

    /// A number of bytes, or a text such as `512MiB`.
    long size(String name, long otherwise) {
        if (!(body.values().get(name) instanceof String text)) {
            return number(name, otherwise);
        }
        try {
            return Sizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest(name + " " + e.getMessage());
        }
    }

    /// A constant, by its [word].
    <E extends Enum<E>> E choice(String name, E otherwise) {
        return body.optionalText(name)
                .map(text -> choice(name, text, otherwise.getDeclaringClass()))
                .orElse(otherwise);
    }

    static <E extends Enum<E>> E choice(String name, String text, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> word(each).equals(text))
                .findFirst()
                .orElseThrow(() -> AdminRefusal.badRequest(name + " is "
                        + Arrays.stream(type.getEnumConstants())
                                .map(FormFields::word)
                                .collect(Collectors.joining(" or "))
                        + ", not " + text));
    }

    /// How a constant is written: `DEAD_LETTER` is `deadLetter`.
    static String word(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (String part : constant.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            word.append(word.isEmpty() ? part : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
        }
        return word.toString();
    }
}
