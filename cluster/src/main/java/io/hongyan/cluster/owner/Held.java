package io.hongyan.cluster.owner;

import io.hongyan.cluster.member.Term;

/// That this node owns a virtual shard.
///
/// @param epoch higher than that of every owner before
/// @param term under which it was claimed
public record Held(int vshard, long epoch, Term term) {
    /// Whether nobody else can own it at this moment. Whoever answers for the virtual shard looks before the answer.
    /// Any thread; a read and a look at the clock.
    public boolean isValid() {
        return term.isValid();
    }
}
