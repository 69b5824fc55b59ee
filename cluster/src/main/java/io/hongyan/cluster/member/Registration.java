package io.hongyan.cluster.member;

import io.hongyan.broker.message.Clock;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Guard;
import io.hongyan.cluster.agree.Outcome;
import io.hongyan.cluster.agree.Range;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.thread.ClusterThread;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Writes the record of this node under its lease. A record of the same name that is there already is
///
/// - this node's own, of an earlier lease or of a process before this one with the same home (the same boot of the same
///   machine and the same locked data folder, so that process has ended): its lease is ended, and with it what it
///   owned;
/// - or that of a process that may still live, elsewhere or before this machine was started anew: it gets the time of a
///   lease to vanish. If it does not, the name is taken, which is told, and looked at again.
///
/// Confined to the cluster's thread.
public final class Registration {
    private final Agreement agreement;
    private final ClusterThread thread;
    private final Clock clock;
    private final LeaseSettings settings;
    private final MemberRecord self;
    private final Listener listener;
    private @Nullable Term term;
    private long rivalCreated;
    private long rivalSince;
    private boolean told;

    /// Hears what became of it, on the cluster's thread.
    public interface Listener {
        /// The record of this node stands under the lease of this term.
        void registered(Term term);

        /// Another node has the name. It is tried again as long as this one runs. Told once for each other one.
        ///
        /// @param reason names the other's address and the time of its start
        void nameTaken(String reason);

        /// The lease is unusable.
        void leaseGone(Term term);
    }

    public Registration(
            Agreement agreement,
            ClusterThread thread,
            Clock clock,
            LeaseSettings settings,
            MemberRecord self,
            Listener listener) {
        this.agreement = agreement;
        this.thread = thread;
        this.clock = clock;
        this.settings = settings;
        this.self = self;
        this.listener = listener;
    }

    /// Begins, until the record is written or the term is over.
    public void begin(Term begun) {
        term = begun;
        attempt(begun);
    }

    /// Ends what is under way.
    public void end() {
        term = null;
    }

    private String key() {
        return Members.PREFIX + self.name();
    }

    private void again(Term attempted) {
        thread.later(settings.retryMillis(), () -> attempt(attempted));
    }

    private void attempt(Term attempted) {
        if (attempted != term) {
            return;
        }
        var record = new Write.Put(key(), self.text(), attempted.lease());
        thread.whenAnswered(
                agreement.commit(Transaction.of(new Guard.Absent(key()), record)),
                (outcome, failure) -> attempted(attempted, outcome, failure));
    }

    private void attempted(Term attempted, @Nullable Outcome outcome, @Nullable Throwable failure) {
        if (attempted != term) {
            return;
        }
        if (outcome == null || failure != null) {
            again(attempted);
            return;
        }
        switch (outcome) {
            case Outcome.Committed _ -> done(attempted);
            case Outcome.LeaseGone _ -> listener.leaseGone(attempted);
            case Outcome.Refused _ ->
                thread.whenAnswered(agreement.range(key()), (range, broken) -> look(attempted, range, broken));
        }
    }

    private void done(Term attempted) {
        rivalCreated = 0;
        told = false;
        listener.registered(attempted);
    }

    private void look(Term attempted, @Nullable Range range, @Nullable Throwable failure) {
        if (attempted != term) {
            return;
        }
        Entry found = range == null || failure != null ? null : find(range);
        if (found == null) {
            again(attempted);
            return;
        }
        if (found.lease() == attempted.lease()) {
            done(attempted);
            return;
        }
        MemberRecord other = MemberRecord.parse(self.name(), found.text());
        if (other != null && isOurs(other)) {
            thread.whenAnswered(agreement.revoke(found.lease()), (_, broken) -> {
                if (broken == null) {
                    attempt(attempted);
                } else {
                    again(attempted);
                }
            });
            return;
        }
        rival(found, other);
        again(attempted);
    }

    private @Nullable Entry find(Range range) {
        for (Entry entry : range.entries()) {
            if (entry.key().equals(key())) {
                return entry;
            }
        }
        return null;
    }

    private boolean isOurs(MemberRecord other) {
        return other.incarnation().equals(self.incarnation())
                || (!self.home().isEmpty() && other.home().equals(self.home()));
    }

    private void rival(Entry found, @Nullable MemberRecord other) {
        long now = clock.steadyMillis();
        if (found.created() != rivalCreated) {
            rivalCreated = found.created();
            rivalSince = now;
            told = false;
        }
        // Longer than it lasts after its last renewal, and etcd may take a while to notice.
        if (!told && now - rivalSince > settings.ttlSeconds() * 1000L + settings.marginMillis()) {
            told = true;
            listener.nameTaken(
                    "another node has the name %s: at %s, started %s. Give this one another name, or end that one"
                            .formatted(
                                    self.name(),
                                    Objects.requireNonNullElse(
                                            other == null ? null : other.address(), "an unknown address"),
                                    other == null
                                            ? "at an unknown time"
                                            : Instant.ofEpochMilli(other.startedMillis())));
        }
    }
}
