package io.hongyan.server.trace;

import java.time.Duration;

/// When a live trace ends by itself.
///
/// @param time 1 second to 1 hour
/// @param events 1 or more
public record TraceLimits(Duration time, long events) {
    public static final Duration LONGEST = Duration.ofHours(1);

    /// As many as come.
    public static final long ANY_NUMBER = Long.MAX_VALUE;

    public TraceLimits {
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a live trace lasts 1 second to " + LONGEST.toHours() + " hour, not "
                    + time.toSeconds() + " seconds");
        }
        if (events < 1) {
            throw new IllegalArgumentException("a live trace shows 1 event or more, not " + events);
        }
    }
}
