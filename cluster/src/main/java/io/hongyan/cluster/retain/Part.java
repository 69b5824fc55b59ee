package io.hongyan.cluster.retain;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.codec.topic.Topic;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What a question asks of one node, page by page.
///
/// Confined to its shard.
final class Part {
    static final long NEVER = Long.MIN_VALUE;

    final Question question;
    final NodeId node;
    final BitSet vshards;

    /// Of these, those that were there in each page so far.
    final BitSet covered;

    /// Whether the question has asked for some of these before.
    final boolean again;

    @Nullable
    Topic after;

    /// Whether its next page is asked for, or is to be.
    boolean busy;

    /// Since when the page is tried to be asked for, in steady milliseconds.
    long since = NEVER;

    /// Over which it was asked; null for this node itself, and as long as it is not.
    @Nullable
    NodeLink link;

    Part(Question question, NodeId node, BitSet vshards, boolean again) {
        this.question = question;
        this.node = node;
        this.vshards = vshards;
        this.covered = (BitSet) vshards.clone();
        this.again = again;
    }
}
