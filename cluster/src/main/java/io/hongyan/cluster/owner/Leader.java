package io.hongyan.cluster.owner;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Term;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets one node at a time write who is to own what: the one whose key stands under its lease. Each of its writes has
/// that key as a guard, so that a node that has lost it without knowing writes nothing.
///
/// Confined to the cluster's thread.
final class Leader {
    private static final int RETRY_MILLIS = 300;
    private static final int TICK_MILLIS = 250;

    private final Agreement agreement;
    private final ClusterThread thread;
    private final Clock clock;
    private final LiveState live;
    private final String self;
    private final OwnerSettings settings;
    private final Supplier<Map<String, MemberRecord>> members;
    private final BiConsumer<Term, String> fail;
    private final Plan plan;
    private @Nullable Term term;
    private boolean waiting;
    private long written;
    private boolean leading;
    private long leadingSince;

    Leader(
            Agreement agreement,
            ClusterThread thread,
            Clock clock,
            LiveState live,
            String self,
            OwnerSettings settings,
            Supplier<Map<String, MemberRecord>> members,
            BiConsumer<Term, String> fail) {
        this.agreement = agreement;
        this.thread = thread;
        this.clock = clock;
        this.live = live;
        this.self = self;
        this.settings = settings;
        this.members = members;
        this.fail = fail;
        this.plan = new Plan(live);
    }

    void begin(Term begun) {
        term = begun;
        waiting = false;
        leading = false;
        look(0);
    }

    void end() {
        term = null;
        leading = false;
    }

    /// Whether this node leads, as far as it knows.
    boolean isLeading() {
        return leading;
    }

    /// All that is known was read anew.
    void restarted() {
        written = 0;
    }

    /// Something has changed.
    void changed() {
        look(0);
    }

    private void look(int moves) {
        Term now = term;
        if (now == null || waiting || live.revision() == 0 || live.revision() < written || !now.isValid()) {
            return;
        }
        Entry leader = live.leader();
        if (leader == null) {
            leading = false;
            commit(
                    now,
                    Transaction.of(
                            new Guard.Absent(LiveState.LEADER), new Write.Put(LiveState.LEADER, self, now.lease())));
        } else if (leader.lease() == now.lease()) {
            if (!leading) {
                leading = true;
                leadingSince = clock.steadyMillis();
                tick(now);
                return;
            }
            write(now, leader, moves);
        } else {
            leading = false;
        }
    }

    private void tick(Term ticking) {
        if (ticking != term || !leading) {
            return;
        }
        thread.later(TICK_MILLIS, () -> tick(ticking));
        look(Math.max(1, settings.movesPerSecond() * TICK_MILLIS / 1000));
    }

    private void write(Term now, Entry leader, int moves) {
        Map<String, MemberRecord> present = members.get();
        boolean settling = clock.steadyMillis() - leadingSince < settings.settleMillis();
        if (present.isEmpty() || (settling && plan.isNobodyOwner(present.keySet()))) {
            return;
        }
        Transaction next = plan.next(present.keySet(), moves, new Guard.Unchanged(LiveState.LEADER, leader.changed()));
        if (next != null) {
            commit(now, next);
        }
    }

    private void commit(Term now, Transaction transaction) {
        waiting = true;
        thread.whenAnswered(agreement.commit(transaction), (outcome, failure) -> answered(now, outcome, failure));
    }

    private void answered(Term writer, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (writer != term) {
            return;
        }
        if (failure == null && outcome instanceof Outcome.Committed committed) {
            waiting = false;
            written = committed.revision();
            look(0);
        } else if (failure == null && outcome instanceof Outcome.LeaseGone) {
            fail.accept(writer, "etcd has ended the lease of this node");
        } else {
            thread.later(RETRY_MILLIS, () -> {
                if (writer == term) {
                    waiting = false;
                    look(0);
                }
            });
        }
    }
}
