package io.hongyan.server.config.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Suggests a known word for an unknown one.
public final class Suggestion {
    private Suggestion() {}

    /// The known word that is nearest, if any is near enough: a third of the letters of the shorter one may differ, two
    /// in one of four or five, one in one of less.
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= allowed(word, candidate))
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static int allowed(String word, String candidate) {
        int shorter = Math.min(word.length(), candidate.length());
        return shorter < 4 ? shorter / 2 : Math.max(2, shorter / 3);
    }

    /// A clause to end a message with: the guess, or all that is known when that is short.
    static String hint(String word, Collection<String> known) {
        return nearest(word, known)
                .map(guess -> "; did you mean " + guess + "?")
                .orElseGet(() -> known.isEmpty() ? "" : "; known here: " + String.join(", ", known));
    }

    /// Insertions, removals and exchanges of one letter, whatever its case, that make one word of the other.
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchange, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
