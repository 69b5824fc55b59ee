package io.hongyan.cluster.member;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Agreement.Lease;
import io.hongyan.cluster.agree.Agreement.Renewal;
import io.hongyan.cluster.thread.ClusterThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The lease of this node: granted, renewed, and granted anew when it was lost. What the node owns hangs on it.
///
/// Confined to the cluster's thread.
public final class NodeLease {
    private final Agreement agreement;
    private final ClusterThread thread;
    private final Clock clock;
    private final LeaseSettings settings;
    private final Listener listener;
    private @Nullable Term term;
    private boolean running;

    /// Hears of the terms of this node, on the cluster's thread.
    public interface Listener {
        /// A term begins.
        void granted(Term term);

        /// It is over, and is not valid any more. Only when this returns the agreement is asked to forget the lease.
        ///
        /// @param why for people
        void lost(Term term, String why);
    }

    public NodeLease(
            Agreement agreement, ClusterThread thread, Clock clock, LeaseSettings settings, Listener listener) {
        this.agreement = agreement;
        this.thread = thread;
        this.clock = clock;
        this.settings = settings;
        this.listener = listener;
    }

    /// Asks for a lease, until there is one.
    public void start() {
        running = true;
        grant();
    }

    /// Gives the lease up, and asks for no other. What the node did under it must be done.
    ///
    /// @return completes when the agreement has forgotten it; if that fails, it ends by its time
    public CompletableFuture<Void> stop() {
        running = false;
        Term ended = term;
        if (ended == null) {
            return CompletableFuture.completedFuture(null);
        }
        tell(ended, "this node stops");
        return agreement.revoke(ended.lease());
    }

    /// The lease has turned out to be unusable: it is given up, and another one asked for.
    ///
    /// @param failed nothing happens when it is over already
    public void fail(Term failed, String why) {
        if (failed == term) {
            end(failed, why);
        }
    }

    private void grant() {
        if (!running) {
            return;
        }
        long asked = clock.steadyNanos();
        thread.whenAnswered(agreement.grant(settings.ttlSeconds()), (lease, failure) -> granted(asked, lease, failure));
    }

    private void granted(long asked, @Nullable Lease lease, @Nullable Throwable failure) {
        if (lease == null || failure != null) {
            thread.later(settings.retryMillis(), this::grant);
            return;
        }
        var fresh = new Term(lease.id(), clock, until(asked, lease.ttlSeconds()));
        if (!running || !fresh.isValid()) {
            forget(fresh);
            return;
        }
        term = fresh;
        watchEnd(fresh);
        thread.later(settings.paceMillis(), () -> renew(fresh));
        listener.granted(fresh);
    }

    private long until(long asked, int ttlSeconds) {
        return asked + TimeUnit.SECONDS.toNanos(ttlSeconds) - TimeUnit.MILLISECONDS.toNanos(settings.marginMillis());
    }

    private void renew(Term renewing) {
        if (renewing != term) {
            return;
        }
        long asked = clock.steadyNanos();
        thread.whenAnswered(
                agreement.keepAlive(renewing.lease()),
                (renewal, failure) -> renewed(renewing, asked, renewal, failure));
    }

    private void renewed(Term renewing, long asked, @Nullable Renewal renewal, @Nullable Throwable failure) {
        if (renewing != term) {
            return;
        }
        if (!renewing.isValid()) {
            end(renewing, over());
            return;
        }
        if (renewal == null || failure != null) {
            thread.later(settings.retryMillis(), () -> renew(renewing));
            return;
        }
        switch (renewal) {
            case Renewal.Renewed renewed -> {
                renewing.extend(until(asked, renewed.ttlSeconds()));
                long spent = TimeUnit.NANOSECONDS.toMillis(clock.steadyNanos() - asked);
                thread.later(Math.max(0, settings.paceMillis() - spent), () -> renew(renewing));
            }
            case Renewal.Gone _ -> end(renewing, "etcd has ended the lease of this node");
        }
    }

    /// Ends the term when its time is over, whether or not any answer comes.
    private void watchEnd(Term watched) {
        if (watched != term) {
            return;
        }
        if (watched.isValid()) {
            thread.later(watched.leftNanos() / 1_000_000 + 1, () -> watchEnd(watched));
        } else {
            end(watched, over());
        }
    }

    private String over() {
        return "the lease of this node could not be renewed in time: etcd did not answer, or this machine stood still";
    }

    private void end(Term ended, String why) {
        tell(ended, why);
        forget(ended);
    }

    private void tell(Term ended, String why) {
        ended.end();
        term = null;
        listener.lost(ended, why);
    }

    /// Asks to end it at once, so that nobody has to wait until its time is over; and goes on with another one.
    private void forget(Term ended) {
        thread.whenAnswered(
                agreement.revoke(ended.lease()),
                (_, failure) -> thread.later(failure == null ? 0 : settings.retryMillis(), this::grant));
    }
}
