package io.hongyan.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Finds the words that somebody may have meant who mistyped one. Dashes and case do not count: `--tcpport` is
/// `--tcp-port`.
final class Nearest {
    private static final int MOST = 3;
    /// So many letters say what is meant, and one in so many may be wrong.
    private static final int LEAST = 3;

    private Nearest() {}

    /// The nearest first; empty when none is near. What differs in dashes alone is meant for sure.
    static List<String> of(String typed, Collection<String> known) {
        String word = bare(typed);
        List<String> near = new ArrayList<>(
                known.stream().filter(each -> isNear(word, bare(each))).toList());
        near.sort(Comparator.comparingInt((String each) -> distance(word, bare(each)))
                .thenComparing(Comparator.naturalOrder()));
        boolean sure = !near.isEmpty() && bare(near.getFirst()).equals(word);
        return List.copyOf(near.subList(0, Math.min(sure ? 1 : MOST, near.size())));
    }

    private static boolean isNear(String word, String other) {
        boolean begins = other.length() >= LEAST && (word.startsWith(other) || other.startsWith(word));
        return other.length() > 1 && (begins || distance(word, other) <= Math.max(1, word.length() / LEAST));
    }

    private static String bare(String word) {
        return word.replaceFirst("=.*", "").replace("-", "").toLowerCase(Locale.ROOT);
    }

    /// How many letters have to be changed, left out or put in.
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
