package io.hongyan.server.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts refused logins by address, so that each is told, and a flood of them in few lines. Any thread.
final class RefusedLogins {
    private static final int MOST_ADDRESSES = 256;
    private static final String OTHERS = "other addresses";
    static final long SUM_MILLIS = 10_000;

    /// How many were not told yet, by address.
    private final Map<String, Long> untold = new LinkedHashMap<>();

    private long total;
    private long nextSums;

    /// Counts one.
    ///
    /// @return whether it is to be told at once; if not, it is in the next sum
    synchronized boolean isFirst(String address) {
        total++;
        String key = untold.size() < MOST_ADDRESSES || untold.containsKey(address) ? address : OTHERS;
        if (untold.putIfAbsent(key, 0L) == null) {
            return true;
        }
        untold.merge(key, 1L, Long::sum);
        return false;
    }

    /// The sums by address, every ten seconds; an address that goes on is told in sums alone.
    ///
    /// @param now milliseconds of a clock that is never set
    synchronized Map<String, Long> take(long now) {
        if (now < nextSums) {
            return Map.of();
        }
        nextSums = now + SUM_MILLIS;
        Map<String, Long> sums = new TreeMap<>();
        untold.forEach((address, more) -> {
            if (more > 0) {
                sums.put(address, more);
            }
        });
        untold.keySet().retainAll(sums.keySet());
        untold.replaceAll((_, _) -> 0L);
        return sums;
    }

    synchronized long total() {
        return total;
    }
}
