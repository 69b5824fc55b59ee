package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.member.Term;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Claims that this node gave up, until the watch shows that they are deleted.
///
/// Confined to the cluster's thread.
final class Releases {
    private static final int RETRY_MILLIS = 200;

    private final Agreement agreement;
    private final ClusterThread thread;
    private final LiveState live;

    /// The epoch given up of each virtual shard; 0 for none.
    private final long[] epochs;

    private final ArrayDeque<Integer> unsent = new ArrayDeque<>();
    private @Nullable Term term;
    private boolean flushing;

    Releases(Agreement agreement, ClusterThread thread, LiveState live) {
        this.agreement = agreement;
        this.thread = thread;
        this.live = live;
        this.epochs = new long[live.vshards()];
    }

    void begin(Term begun) {
        term = begun;
    }

    /// Everything is given up with the lease.
    void end() {
        term = null;
        Arrays.fill(epochs, 0);
        unsent.clear();
    }

    void add(int vshard, long epoch) {
        epochs[vshard] = epoch;
        enqueue(vshard);
    }

    boolean isPending(int vshard) {
        return epochs[vshard] != 0;
    }

    /// Whether the watch has shown it: it is pending no more then.
    boolean isGone(int vshard) {
        Entry entry = live.shard(vshard);
        if (entry != null && entry.created() == epochs[vshard]) {
            return false;
        }
        epochs[vshard] = 0;
        return true;
    }

    private void enqueue(int vshard) {
        unsent.add(vshard);
        if (!flushing) {
            flushing = true;
            thread.execute(this::flush);
        }
    }

    private void flush() {
        flushing = false;
        Term now = term;
        while (now != null && !unsent.isEmpty()) {
            var vshards = new ArrayList<Integer>();
            var guards = new ArrayList<Guard>();
            var writes = new ArrayList<Write>();
            while (!unsent.isEmpty() && writes.size() < Agreement.MAX_WRITES) {
                int vshard = unsent.remove();
                if (epochs[vshard] != 0) {
                    vshards.add(vshard);
                    guards.add(new Guard.Unchanged(LiveState.SHARD + vshard, epochs[vshard]));
                    writes.add(new Write.Delete(LiveState.SHARD + vshard));
                }
            }
            if (!writes.isEmpty()) {
                thread.whenAnswered(
                        agreement.commit(new Transaction(guards, writes)),
                        (outcome, failure) -> answered(now, vshards, outcome, failure));
            }
        }
    }

    private void answered(
            Term releaser, List<Integer> vshards, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (releaser != term || (failure == null && outcome instanceof Outcome.Committed)) {
            return;
        }
        // No answer, or the same was done before and its answer was lost: the watch tells which.
        thread.later(RETRY_MILLIS, () -> {
            if (releaser == term) {
                vshards.stream().filter(this::isPending).forEach(this::enqueue);
            }
        });
    }
}
