package io.hongyan.cluster.owner;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.member.Term;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What this node owns, wants to own, and gives back. Only what the watch shows counts: a claim has succeeded when its
/// key is seen under the lease of the present term, whatever answer came or did not come.
///
/// Confined to the cluster's thread, apart from [#held].
final class Claims {
    /// After a transaction that was refused, because what is known here is old, or that had no answer.
    private static final int RETRY_MILLIS = 200;

    private final Agreement agreement;
    private final ClusterThread thread;
    private final LiveState live;
    private final String self;
    private final OwnershipListener listener;
    private final BiConsumer<Term, String> fail;
    private final AtomicReferenceArray<@Nullable Held> held;
    private final BitSet leaving = new BitSet();
    private final Releases releases;

    /// The pages with a claim under way, until the watch has shown what became of it.
    private final BitSet claiming = new BitSet();

    private final long[] claimed;
    private @Nullable Term term;

    /// @param fail ends a term that has turned out to be unusable
    Claims(
            Agreement agreement,
            ClusterThread thread,
            LiveState live,
            String self,
            OwnershipListener listener,
            BiConsumer<Term, String> fail) {
        this.agreement = agreement;
        this.thread = thread;
        this.live = live;
        this.self = self;
        this.listener = listener;
        this.fail = fail;
        this.held = new AtomicReferenceArray<>(live.vshards());
        this.claimed = new long[live.pageCount()];
        this.releases = new Releases(agreement, thread, live);
    }

    /// That this node owns the virtual shard, or null. Any thread.
    @Nullable
    Held held(int vshard) {
        return held.get(vshard);
    }

    void begin(Term begun) {
        term = begun;
        releases.begin(begun);
        live.dirtyAll();
        look();
    }

    /// The term is over: nothing is owned any more.
    void lost(String why) {
        term = null;
        for (int vshard = 0; vshard < live.vshards(); vshard++) {
            held.set(vshard, null);
        }
        leaving.clear();
        claiming.clear();
        releases.end();
        listener.lostAll(why);
    }

    /// All that is known was read anew.
    void restarted() {
        claiming.clear();
    }

    /// Looks at what has changed.
    void look() {
        Term now = term;
        if (now == null || live.revision() == 0 || !now.isValid()) {
            return;
        }
        forgetSeenClaims();
        BitSet dirty = live.dirty();
        var pages = new BitSet();
        for (int vshard = dirty.nextSetBit(0); vshard >= 0; vshard = dirty.nextSetBit(vshard + 1)) {
            dirty.clear(vshard);
            settle(vshard, now);
            if (now != term) {
                return;
            }
            if (isFreeForUs(vshard)) {
                pages.set(vshard / WantedPage.SIZE);
            }
        }
        pages.stream().forEach(page -> claim(page, now));
    }

    private void forgetSeenClaims() {
        for (int page = claiming.nextSetBit(0); page >= 0; page = claiming.nextSetBit(page + 1)) {
            if (claimed[page] != 0 && claimed[page] <= live.revision()) {
                claiming.clear(page);
                live.dirtyPage(page);
            }
        }
    }

    private void settle(int vshard, Term now) {
        Entry entry = live.shard(vshard);
        if (releases.isPending(vshard)) {
            if (!releases.isGone(vshard)) {
                return;
            }
            listener.released(vshard);
        }
        Held ours = held.get(vshard);
        if (ours == null && entry != null && entry.lease() == now.lease()) {
            ours = new Held(vshard, entry.created(), now);
            held.set(vshard, ours);
            listener.acquired(vshard, ours.epoch());
        } else if (ours != null && (entry == null || entry.created() != ours.epoch())) {
            fail.accept(now, "the claim of virtual shard " + vshard + " is gone, which only this node may delete");
            return;
        }
        String wanted = live.wanted(vshard);
        if (ours != null && !wanted.isEmpty() && !wanted.equals(self) && !leaving.get(vshard)) {
            leaving.set(vshard);
            listener.leaving(vshard, ours.epoch());
        }
    }

    private boolean isFreeForUs(int vshard) {
        return live.shard(vshard) == null && live.wanted(vshard).equals(self);
    }

    private void claim(int page, Term now) {
        if (claiming.get(page)) {
            return;
        }
        var guards = new ArrayList<Guard>();
        var writes = new ArrayList<Write>();
        guards.add(live.page(page).guard(page));
        int first = page * WantedPage.SIZE;
        for (int vshard = first; vshard < Math.min(first + WantedPage.SIZE, live.vshards()); vshard++) {
            if (isFreeForUs(vshard)) {
                guards.add(new Guard.Absent(LiveState.SHARD + vshard));
                writes.add(new Write.Put(LiveState.SHARD + vshard, self, now.lease()));
            }
        }
        claiming.set(page);
        claimed[page] = 0;
        thread.whenAnswered(
                agreement.commit(new Transaction(guards, writes)),
                (outcome, failure) -> answered(page, now, outcome, failure));
    }

    private void answered(int page, Term claimant, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (claimant != term) {
            return;
        }
        if (failure == null && outcome instanceof Outcome.Committed committed) {
            claimed[page] = committed.revision();
            look();
        } else if (failure == null && outcome instanceof Outcome.LeaseGone) {
            fail.accept(claimant, "etcd has ended the lease of this node");
        } else {
            thread.later(RETRY_MILLIS, () -> {
                if (claimant == term) {
                    claiming.clear(page);
                    live.dirtyPage(page);
                    look();
                }
            });
        }
    }

    /// Gives back what was told to be [leaving][OwnershipListener#leaving].
    void release(int vshard, long epoch) {
        Held ours = held.get(vshard);
        if (ours == null || ours.epoch() != epoch || !leaving.get(vshard)) {
            return;
        }
        held.set(vshard, null);
        leaving.clear(vshard);
        releases.add(vshard, epoch);
    }

    /// What this node owns.
    List<Held> all() {
        var all = new ArrayList<Held>();
        for (int vshard = 0; vshard < live.vshards(); vshard++) {
            Held ours = held.get(vshard);
            if (ours != null) {
                all.add(ours);
            }
        }
        return all;
    }
}
