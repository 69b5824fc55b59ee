package io.hongyan.server.agreed;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The changes of one kind that this node tells. One write is under way at a time; what comes meanwhile goes with the
/// next one. Each is guarded by the revision of the one before, so that a late one never replaces a later one.
///
/// Guarded by itself.
final class ToldChanges {
    /// So many are in one value, at most.
    static final int MOST_LAST = 256;

    /// Characters of them, at most.
    private static final int MOST_CHARACTERS = 32 << 10;

    private static final int AGAIN_MILLIS = 300;

    private final Agreement agreement;
    private final String key;
    private final String start;
    private final ClusterThread thread;
    private final ArrayDeque<List<String>> last = new ArrayDeque<>();
    private long count;
    private long characters;
    private long written;
    private long revision; // 0 for a key that is not there
    private boolean underWay;
    private boolean closed;

    ToldChanges(Agreement agreement, String key, String start, ClusterThread thread) {
        this.agreement = agreement;
        this.key = key;
        this.start = start;
        this.thread = thread;
    }

    synchronized void add(List<String> names) {
        count++;
        last.add(names);
        characters += characters(names);
        while (last.size() > MOST_LAST || characters > MOST_CHARACTERS) {
            characters -= characters(last.remove());
        }
        if (!underWay && !closed) {
            write();
        }
    }

    private static long characters(List<String> names) {
        return names.stream().mapToLong(String::length).sum();
    }

    private void write() {
        underWay = true;
        long now = count;
        String text = new ChangesValue(start, now, List.copyOf(last)).text();
        Guard guard = revision == 0 ? new Guard.Absent(key) : new Guard.Unchanged(key, revision);
        var _ = agreement
                .commit(Transaction.of(guard, new Write.Put(key, text, 0)))
                .whenComplete((outcome, _) -> written(now, outcome));
    }

    private synchronized void written(long now, @Nullable Outcome outcome) {
        switch (outcome) {
            case Outcome.Committed(long changed) -> {
                revision = changed;
                written = now;
                next();
            }
            case Outcome.Refused _ -> {
                var _ = agreement.range(key).whenComplete((range, _) -> found(range));
            }
            case Outcome.LeaseGone _ -> again(); // it has none
            case null -> again();
        }
    }

    /// The key is an earlier start's, or an earlier write has succeeded whose answer was lost.
    private synchronized void found(@Nullable Range range) {
        if (range == null) {
            again();
            return;
        }
        revision = 0;
        for (Entry entry : range.entries()) {
            if (entry.key().equals(key)) {
                revision = entry.changed();
            }
        }
        next();
    }

    private void next() {
        underWay = false;
        if (written < count && !closed) {
            write();
        }
    }

    private void again() {
        if (!closed) {
            thread.later(AGAIN_MILLIS, this::writeAgain);
        }
    }

    private synchronized void writeAgain() {
        if (!closed) {
            write();
        }
    }

    synchronized void close() {
        closed = true;
    }
}
