package io.hongyan.cluster.node;

import io.hongyan.cluster.link.LinkEvents;
import io.hongyan.cluster.member.MemberRecord;

/// Hears what an operator may want to know of a node. Called on any thread; must neither block nor throw.
public interface NodeEvents extends LinkEvents {
    /// A node is there, this one perhaps.
    void joined(MemberRecord member);

    /// Its lease has ended.
    void left(MemberRecord member);

    /// The lease of this node is over: it serves nothing until it has another one, for which it asks.
    ///
    /// @param why for people
    /// @param vshards how many virtual shards it had
    void lostAll(String why, int vshards);

    /// Another node has the name of this one, which therefore serves nothing. Tried again as long as it runs.
    void nameTaken(String reason);

    /// A member cannot be used as it describes itself.
    void unusable(MemberRecord member, String why);

    /// Something in the cluster's thread failed; it goes on.
    void failed(RuntimeException fault);
}
