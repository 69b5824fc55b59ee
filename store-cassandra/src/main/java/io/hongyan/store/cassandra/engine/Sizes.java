package io.hongyan.store.cassandra.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Sizes in Cassandra's settings: `50KiB`.
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(B|KiB|MiB|GiB)");
    private static final long MOST = 8L << 20;

    private Sizes() {}

    /// Four fifths of a limit, at most 8 MiB.
    ///
    /// @param otherwise when the text is no size
    static int most(@Nullable String text, int otherwise) {
        Matcher matcher = SIZE.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            return otherwise;
        }
        int shift = switch (matcher.group(2)) {
            case "B" -> 0;
            case "KiB" -> 10;
            case "MiB" -> 20;
            default -> 30;
        };
        return (int) Math.min(MOST, (Long.parseLong(matcher.group(1)) << shift) / 5 * 4);
    }
}
