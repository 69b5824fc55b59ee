package io.hongyan.server.admin.describe;

import io.hongyan.server.admin.describe.Kind.Choice;
import io.hongyan.server.admin.describe.Kind.Text;
import io.hongyan.server.admin.describe.Kind.Time;
import io.hongyan.server.admin.describe.Kind.Truth;
import io.hongyan.server.admin.describe.Kind.Whole;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters behind the `?` of a request, each as its operation is described to take it. To ask for one that is
/// not described is a fault of the program, so that none is left out of the description.
public final class Query {
    private final String operation;
    private final Map<String, String> values = new LinkedHashMap<>();

    /// @throws UnfitException when one is missing, or not what it should be
    Query(String operation, List<Field> described, Map<String, String> given) {
        this.operation = operation;
        for (Field field : described) {
            String text = given.getOrDefault(field.name(), "");
            if (text.isEmpty() && field.needed()) {
                throw new UnfitException(field.name() + " is missing: ?" + field.name() + "=...");
            }
            if (!text.isEmpty() && !fits(field.kind(), text)) {
                throw new UnfitException(field.name() + " is " + field.kind().words() + ", not " + text);
            }
            values.put(field.name(), text.isEmpty() ? field.otherwise() : text);
        }
    }

    private static boolean fits(Kind kind, String text) {
        try {
            return switch (kind) {
                case Text bounds -> text.length() <= bounds.most();
                case Whole bounds -> bounds.has(Long.parseLong(text));
                case Truth _ -> text.equals("true") || text.equals("false");
                case Time _ -> Instant.parse(text).toEpochMilli() >= 0;
                case Choice words -> words.known().contains(text);
                default -> throw new IllegalStateException("a parameter is no " + kind);
            };
        } catch (NumberFormatException | DateTimeException | ArithmeticException _) {
            return false;
        }
    }

    /// What was given, or what holds otherwise; empty = neither.
    public String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(operation + " asks for " + name
                    + ", which is not described: write a line 'query " + name + "' below it");
        }
        return value;
    }

    /// A number that is always given, or has one that holds otherwise.
    public long number(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw new IllegalStateException(operation + ": " + name + " has no number that holds otherwise");
        }
        return Long.parseLong(text);
    }

    public boolean truth(String name) {
        return text(name).equals("true");
    }

    /// Null when none was given.
    public @Nullable Instant time(String name) {
        String text = text(name);
        return text.isEmpty() ? null : Instant.parse(text);
    }
}
