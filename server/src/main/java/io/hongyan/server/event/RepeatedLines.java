package io.hongyan.server.event;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/// Counts lines that are like others until their sums are written. Any thread.
final class RepeatedLines {
    private static final int MOST = 256;
    private static final String OTHERS = "lines of other kinds";

    private final Map<String, Long> times = new HashMap<>();

    synchronized void add(String line) {
        times.merge(times.size() < MOST || times.containsKey(line) ? line : OTHERS, 1L, Long::sum);
    }

    /// The lines since the last call, with their number.
    synchronized Map<String, Long> take() {
        Map<String, Long> taken = new TreeMap<>(times);
        times.clear();
        return taken;
    }
}
