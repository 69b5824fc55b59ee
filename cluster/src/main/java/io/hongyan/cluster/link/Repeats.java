package io.hongyan.cluster.link;

import java.util.LinkedHashMap;
import java.util.Map;

/// Knows what was told in the last ten seconds, so that attempts that fail again and again fill no log.
///
/// Confined to one loop.
final class Repeats {
    private static final long PAUSE_MILLIS = 10_000;
    private static final int MOST = 256;

    /// When each may be told again, those that were told first in front.
    private final Map<String, Long> due = new LinkedHashMap<>();

    /// @param now steady milliseconds
    boolean isRepeated(String what, long now) {
        Long next = due.get(what);
        if (next != null && now < next) {
            return true;
        }
        due.remove(what);
        due.put(what, now + PAUSE_MILLIS);
        if (due.size() > MOST) {
            due.remove(due.keySet().iterator().next());
        }
        return false;
    }
}
