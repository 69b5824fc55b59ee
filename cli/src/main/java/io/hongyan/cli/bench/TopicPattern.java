package io.hongyan.cli.bench;

import org.jspecify.annotations.Nullable;

/// The placeholders of `-t`.
final class TopicPattern {
    private TopicPattern() {}

    /// A topic with `%i`, `%c` and `%u` filled in.
    static String fill(String pattern, int number, String clientId, @Nullable String username) {
        return pattern.replace("%i", String.valueOf(number))
                .replace("%c", clientId)
                .replace("%u", username == null ? "" : username);
    }
}
