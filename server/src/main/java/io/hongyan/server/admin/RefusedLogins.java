package io.hongyan.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts refusals by who is refused, so that each is told, and a flood of them in few lines. Any thread.
final class RefusedLogins {
    private static final int MOST_NAMES = 256;
    private static final String OTHERS = "other addresses";
    static final long SUM_MILLIS = 10_000;

    private final int toldAtOnce;

    /// Those that were refused since the last sums, or go on from before.
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private long total;
    private long nextSums;

    private static final class Count {
        private int told;
        private long untold;
    }

    /// @param toldAtOnce so many of each are told at once, before there are sums
    RefusedLogins(int toldAtOnce) {
        this.toldAtOnce = toldAtOnce;
    }

    /// Counts one.
    ///
    /// @return whether it is to be told at once; if not, it is in the next sum
    synchronized boolean isFirst(String name) {
        total++;
        String key = counts.size() < MOST_NAMES || counts.containsKey(name) ? name : OTHERS;
        Count count = counts.computeIfAbsent(key, _ -> new Count());
        if (count.told < toldAtOnce) {
            count.told++;
            return true;
        }
        count.untold++;
        return false;
    }

    /// The sums by name, every ten seconds; who goes on is told in sums alone.
    ///
    /// @param now milliseconds of a clock that is never set
    synchronized Map<String, Long> take(long now) {
        if (now < nextSums) {
            return Map.of();
        }
        nextSums = now + SUM_MILLIS;
        Map<String, Long> sums = new TreeMap<>();
        counts.values().removeIf(count -> count.untold == 0);
        counts.forEach((name, count) -> {
            sums.put(name, count.untold);
            count.untold = 0;
        });
        return sums;
    }

    synchronized long total() {
        return total;
    }
}
