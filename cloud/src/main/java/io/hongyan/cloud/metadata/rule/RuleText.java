package io.hongyan.cloud.metadata.rule;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/// Checks texts of rules and connections.
final class RuleText {
    private static final int SHOWN = 128;
    private static final int LEAST_ID = 3;
    private static final int MOST_ID = 64;

    private RuleText() {}

    /// Refuses what is no id of a rule, and no name of a connection.
    static void id(String what, String id) {
        if (id.length() < LEAST_ID || id.length() > MOST_ID) {
            throw new IllegalArgumentException(what + " has " + LEAST_ID + " to " + MOST_ID + " characters, not "
                    + id.length() + ": " + abridged(id));
        }
        if (!id.chars().allMatch(RuleText::plain)) {
            throw new IllegalArgumentException(what + " holds letters, digits, - and _ only, not so: " + abridged(id));
        }
        if (id.chars().allMatch(c -> c == '-' || c == '_')) {
            throw new IllegalArgumentException(what + " holds at least one letter or digit, not so: " + id);
        }
    }

    /// Refuses a text that is too long or has other characters.
    ///
    /// @param rule the allowed characters in words
    static void text(String what, String value, int least, int most, IntPredicate allowed, String rule) {
        if (value.length() < least || value.length() > most) {
            throw new IllegalArgumentException(what + " has " + least + " to " + most + " characters, not "
                    + value.length() + (value.isEmpty() ? "" : ": " + abridged(value)));
        }
        if (!value.chars().allMatch(allowed)
                || !StandardCharsets.UTF_8.newEncoder().canEncode(value)) {
            throw new IllegalArgumentException(what + " holds " + rule + " only, not so: " + abridged(value));
        }
    }

    /// Refuses a secret, without naming it.
    static void secret(String what, String value, int most) {
        if (value.length() > most || !value.chars().allMatch(RuleText::visible)) {
            throw new IllegalArgumentException(
                    what + " has at most " + most + " visible characters of ASCII; this one does not");
        }
    }

    static boolean plain(int c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }

    static boolean visible(int c) {
        return c > ' ' && c < 0x7f;
    }

    static boolean printed(int c) {
        return !Character.isISOControl(c);
    }

    static String abridged(String value) {
        String head = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
        return head.replaceAll("\\p{Cntrl}", "?");
    }
}
