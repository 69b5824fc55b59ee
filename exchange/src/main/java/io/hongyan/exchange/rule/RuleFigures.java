package io.hongyan.exchange.rule;

import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What a rule has done, and what troubles it. Any thread.
public final class RuleFigures {
    private static final System.Logger LOG = System.getLogger("io.hongyan.exchange.rules");
    private static final long SECOND_MILLIS = 1000;
    private static final int MOST_LINES = 5;

    private final String title;
    private final LongSupplier millis;
    private final LongAdder carried = new LongAdder();
    private final Map<String, LongAdder> failed = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
    private final Object logging = new Object();
    private volatile @Nullable String fault;
    private long nextSecond = Long.MIN_VALUE; // guarded by logging, as what follows
    private int lines;
    private long untold;

    /// @param title of the rule, for logs: its instance and id
    /// @param millis a clock that never goes back
    public RuleFigures(String title, LongSupplier millis) {
        this.title = title;
        this.millis = millis;
    }

    /// That many messages reached the other side.
    public void carried(int count) {
        carried.add(count);
    }

    /// An attempt failed, and is made again.
    ///
    /// @param reason for the metric
    /// @param why for people
    public void failed(String reason, String why, int count) {
        failed.computeIfAbsent(reason, _ -> new LongAdder()).add(count);
        waits(why);
    }

    /// Nothing is carried at present.
    ///
    /// @param why for people
    public void waits(String why) {
        if (!why.equals(fault)) {
            LOG.log(Level.WARNING, "rule {0} waits, and tries again: {1}", title, why);
            fault = why;
        }
    }

    /// What was wrong is right again.
    public void works() {
        if (fault != null) {
            fault = null;
            LOG.log(Level.INFO, "rule {0} works again", title);
        }
    }

    /// A message will never be carried.
    ///
    /// @param reason for the metric
    /// @param what the message, for people
    /// @param why for people
    public void dropped(String reason, String what, String why) {
        dropped.computeIfAbsent(reason, _ -> new LongAdder()).increment();
        tell("rule " + title + " has dropped " + what + ": " + why);
    }

    /// A message went without a part of it.
    ///
    /// @param id of the message
    /// @param topic that it was published to
    /// @param why for people
    public void leftOut(String id, String topic, String why) {
        dropped.computeIfAbsent("user_properties", _ -> new LongAdder()).increment();
        tell("rule " + title + " sends message " + id + " of topic " + topic + " without user properties: " + why);
    }

    /// Some lines a second, and how many were not written.
    private void tell(String line) {
        long more;
        synchronized (logging) {
            long now = millis.getAsLong();
            if (now >= nextSecond) {
                nextSecond = now + SECOND_MILLIS;
                lines = 0;
            }
            if (lines == MOST_LINES) {
                untold++;
                return;
            }
            lines++;
            more = untold;
            untold = 0;
        }
        LOG.log(Level.WARNING, more == 0 ? line : line + " (and " + more + " since the last line)");
    }

    /// What is wrong at present, for people; null when nothing is.
    public @Nullable String fault() {
        return fault;
    }

    /// Messages that reached the other side.
    public long carried() {
        return carried.sum();
    }

    /// Attempts that failed, by reason.
    public Map<String, Long> failed() {
        return sums(failed);
    }

    /// Messages, or parts of them, that were left out for good, by reason.
    public Map<String, Long> dropped() {
        return sums(dropped);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((reason, count) -> sums.put(reason, count.sum()));
        return sums;
    }
}
