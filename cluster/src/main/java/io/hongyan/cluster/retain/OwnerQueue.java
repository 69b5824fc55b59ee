package io.hongyan.cluster.retain;

import io.hongyan.broker.message.Message;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages on their way to the owner of one virtual shard, in their order: first those that are under way to one node,
/// then those that wait. While some are under way to a node, none goes to another one.
///
/// Confined to its shard.
final class OwnerQueue {
    final int vshard;
    final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private final List<Entry> underWay = new ArrayList<>();
    private int open;
    private @Nullable NodeLink link;

    /// Whom the numbers are for.
    private @Nullable NodeId target;

    /// Whether its owner has returned something, and should be asked a little later.
    boolean resting;

    OwnerQueue(int vshard) {
        this.vshard = vshard;
    }

    /// A message.
    static final class Entry {
        final OwnerQueue queue;
        final String instance;
        final Message message;
        final @Nullable Runnable confirm;

        /// 0 until it is sent, and again when it was returned.
        long number;

        private boolean returned;

        Entry(OwnerQueue queue, String instance, Message message, @Nullable Runnable confirm) {
            this.queue = queue;
            this.instance = instance;
            this.message = message;
            this.confirm = confirm;
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    /// Whether the next message may go over that link now; null = be kept here.
    boolean mayUse(@Nullable NodeLink over) {
        return underWay.isEmpty() || (over != null && over.equals(link));
    }

    boolean uses(NodeLink other) {
        return other.equals(link);
    }

    /// Whether all that was sent was answered.
    boolean isAnswered() {
        return underWay.isEmpty();
    }

    /// What waits goes to that node now: numbers that another one knows say nothing to it.
    void goesTo(NodeId node) {
        if (!node.equals(target)) {
            target = node;
            waiting.forEach(entry -> entry.number = 0);
        }
    }

    /// Whether something is under way to a node.
    boolean isUnderWayTo(NodeId node) {
        return link != null && link.node().equals(node) && !underWay.isEmpty();
    }

    /// The link has taken the first one that waits.
    void sent(NodeLink over) {
        link = over;
        underWay.add(waiting.remove());
        open++;
    }

    void stored(Entry entry) {
        underWay.remove(entry);
        open--;
        takeBackWhenAnswered();
    }

    void returned(Entry entry) {
        entry.returned = true;
        open--;
        takeBackWhenAnswered();
    }

    private void takeBackWhenAnswered() {
        if (open == 0 && !underWay.isEmpty()) {
            resting = true;
            takeBack();
        }
    }

    /// Nothing more is answered over the link: all that was under way waits again, before all else. What comes behind
    /// one with a new number gets a new one, too, so that numbers rise.
    void takeBack() {
        boolean anew = false;
        for (Entry entry : underWay) {
            anew |= entry.returned;
            entry.returned = false;
            entry.number = anew ? 0 : entry.number;
        }
        if (anew) {
            waiting.forEach(entry -> entry.number = 0); // taken back before
        }
        for (Entry entry : underWay.reversed()) {
            waiting.addFirst(entry);
        }
        underWay.clear();
        open = 0;
        link = null;
    }

    List<Entry> underWay() {
        return underWay;
    }
}
