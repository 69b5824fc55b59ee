package io.hongyan.server.alarm;

import io.hongyan.broker.message.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The most messages that each instance had in a second of a minute, of those it is asked to look at. One thread.
final class Peaks {
    /// Below that a step says little of a second.
    private static final long SHORTEST_MILLIS = 900;
    private static final double SECOND = 1000;

    private final Supplier<Map<String, Long>> counts;
    private final Clock clock;
    private Map<String, Long> before = Map.of();
    private long at;
    private boolean begun;
    private Map<String, Double> most = new HashMap<>();

    /// @param counts messages since the start, with their weights, by instance
    Peaks(Supplier<Map<String, Long>> counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /// Counts what came since the look before. To be called once a second.
    void look() {
        long now = clock.steadyMillis();
        long millis = now - at;
        if (begun && millis < SHORTEST_MILLIS) {
            return;
        }
        Map<String, Long> counted = counts.get();
        if (begun) {
            counted.forEach((instance, count) -> {
                long old = before.getOrDefault(instance, 0L);
                long more = count < old ? count : count - old; // it was deleted, and made again
                most.merge(instance, more * SECOND / millis, Math::max);
            });
        }
        before = counted;
        at = now;
        begun = true;
    }

    /// Nobody wants to know it now: the next look begins anew.
    void rest() {
        begun = false;
        before = Map.of();
        most = new HashMap<>();
    }

    /// The most of each instance since this was asked before.
    Map<String, Double> take() {
        Map<String, Double> taken = most;
        most = new HashMap<>();
        return taken;
    }
}
