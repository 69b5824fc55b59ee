package io.hongyan.cluster.agree;

/// What became of a transaction.
public sealed interface Outcome {
    /// All writes were made, by this revision.
    record Committed(long revision) implements Outcome {}

    /// A guard did not hold, and nothing was written.
    ///
    /// @param revision the moment at which that was so
    record Refused(long revision) implements Outcome {}

    /// A lease of a write does not exist any more, and nothing was written.
    record LeaseGone() implements Outcome {}
}
