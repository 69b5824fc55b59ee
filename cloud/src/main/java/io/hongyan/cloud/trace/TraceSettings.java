package io.hongyan.cloud.trace;

import java.time.Duration;

/// How much of traces is kept.
///
/// @param keep how long, 1 hour to 30 days, in whole hours
/// @param maxBytes of all instances, 1 MiB to 1 TiB; beyond it the oldest hour goes first
/// @param sampleOneIn of the messages of an instance with traces `sampled`, one in so many is traced, 1 to 1,000,000
/// @param queue how many entries may wait to be written, 1,000 to 10,000,000; further ones are dropped
public record TraceSettings(Duration keep, long maxBytes, int sampleOneIn, int queue) {
    public TraceSettings {
        range("keep", keep.toHours(), 1, 30 * 24);
        if (!keep.equals(Duration.ofHours(keep.toHours()))) {
            throw new IllegalArgumentException("keep is whole hours, not " + keep);
        }
        range("maxBytes", maxBytes, 1L << 20, 1L << 40);
        range("sampleOneIn", sampleOneIn, 1, 1_000_000);
        range("queue", queue, 1_000, 10_000_000);
    }

    private static void range(String name, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException(name + " is " + low + " to " + high + ", not " + value);
        }
    }

    public static TraceSettings defaults() {
        return new TraceSettings(Duration.ofDays(3), 1L << 30, 100, 100_000);
    }
}
