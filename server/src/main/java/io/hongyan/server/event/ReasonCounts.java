package io.hongyan.server.event;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/// Counts one kind of event by reason. A reason is a constant or one of few texts. Those that are known from the start
/// are there with 0, so that a metric shows its first event as a change.
final class ReasonCounts<R> {
    private final Map<R, Entry> entries = new ConcurrentHashMap<>();
    private final IntSupplier linesPerSecond;

    private record Entry(LongAdder count, LogRateLimiter lines) {}

    /// @param known reasons to show before they happen
    ReasonCounts(IntSupplier linesPerSecond, Collection<? extends R> known) {
        this.linesPerSecond = linesPerSecond;
        known.forEach(this::entry);
    }

    /// Counts one that is not worth a line.
    void count(R reason) {
        entry(reason).count.increment();
    }

    /// Counts one, and says whether a line about it may be logged in that second.
    boolean count(R reason, long second) {
        return count(reason, 1, second);
    }

    /// Counts some, and says whether a line about them may be logged in that second.
    boolean count(R reason, int amount, long second) {
        Entry entry = entry(reason);
        entry.count.add(amount);
        return entry.lines.admit(second);
    }

    private Entry entry(R reason) {
        return entries.computeIfAbsent(reason, _ -> new Entry(new LongAdder(), new LogRateLimiter(linesPerSecond)));
    }

    /// How often each reason happened, by its label.
    Map<String, Long> totals() {
        Map<String, Long> totals = new TreeMap<>();
        entries.forEach((reason, entry) -> totals.put(label(reason), entry.count.sum()));
        return totals;
    }

    /// Lines held back since the last call, by label.
    Map<String, Long> takeHeld() {
        Map<String, Long> held = new TreeMap<>();
        entries.forEach((reason, entry) -> {
            long lines = entry.lines.takeHeld();
            if (lines > 0) {
                held.put(label(reason), lines);
            }
        });
        return held;
    }

    static String label(Object reason) {
        return reason instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : reason.toString();
    }
}
