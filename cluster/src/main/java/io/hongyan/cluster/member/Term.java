package io.hongyan.cluster.member;

import io.hongyan.broker.message.Clock;

/// One lease from its grant to its end, as this node's own steady clock sees it. A node that was paused, or got no
/// processor, finds at its next look that the term is over, before it answers anything. What has ended never becomes
/// valid again.
///
/// Changed by the cluster's thread only; read by any.
public final class Term {
    private final long lease;
    private final Clock clock;
    private volatile long until;

    /// @param lease its number
    /// @param until in steady nanoseconds: from then on it could be over for the others
    Term(long lease, Clock clock, long until) {
        this.lease = lease;
        this.clock = clock;
        this.until = until;
    }

    /// The number of the lease, as the agreement knows it.
    public long lease() {
        return lease;
    }

    /// Whether nobody else can own what this lease owns, at this moment: one volatile read and one of the clock. Any
    /// thread.
    public boolean isValid() {
        return until - clock.steadyNanos() > 0;
    }

    /// How long it is valid without a renewal, in nanoseconds; 0 or less when it is over.
    long leftNanos() {
        return until - clock.steadyNanos();
    }

    /// The lease was renewed. Only while it is valid.
    void extend(long newUntil) {
        if (newUntil - until > 0) {
            until = newUntil;
        }
    }

    /// It is over, whatever the clock says.
    void end() {
        until = clock.steadyNanos();
    }
}
