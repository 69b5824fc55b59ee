package io.hongyan.cluster.deliver;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeLink;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one shard of one node has sent here: up to which number it was taken, and what of that is not done yet. It
/// outlives the links, so that a message that comes again over a new one is confirmed and not taken twice.
///
/// Confined to its shard.
final class Incoming {
    private final DeliveryCounters counters;
    private final long sequence;
    private final NumberRanges toConfirm = new NumberRanges();
    private final NumberRanges toReturn = new NumberRanges();

    /// Taken and not done.
    private final Set<Long> open = new HashSet<>();

    /// Returned, and perhaps not known to be so by the sender.
    private final TreeSet<Long> returned = new TreeSet<>();

    private long taken;
    private @Nullable NodeLink link;

    /// Is being handed over just now; 0 for none.
    private long current;

    /// @param sequence of the sender's numbers; 0 before it has told it
    Incoming(DeliveryCounters counters, long sequence) {
        this.counters = counters;
        this.sequence = sequence;
    }

    /// Whether the sender's numbers are of that sequence.
    boolean isOf(long other) {
        return sequence == other;
    }

    /// Its link is over.
    void detached() {
        link = null;
        toConfirm.clear(); // what is not known there comes again
        toReturn.clear();
    }

    void closed(NodeLink ended) {
        if (ended.equals(link)) {
            detached();
        }
    }

    boolean uses(NodeLink other) {
        return other.equals(link);
    }

    /// The sender goes on over a link, with that number: it knows what became of those before.
    void resumed(NodeLink over, long first) {
        if (first < 1) {
            throw new MalformedFrame("messages from number " + first);
        }
        detached();
        link = over;
        taken = Math.max(taken, first - 1);
        returned.headSet(first).clear();
    }

    /// Whether a message is new, so that it must be handed over.
    boolean take(long number) {
        if (number > taken + 1 || number < 1) {
            throw new MalformedFrame("message " + number + " where " + (taken + 1) + " follows");
        }
        if (number == taken + 1) {
            taken = number;
            return true;
        }
        counters.count(Figure.KNOWN_ALREADY);
        if (returned.contains(number)) {
            toReturn.add(number);
        } else if (!open.contains(number)) {
            toConfirm.add(number);
        }
        return false;
    }

    /// The message is being handed over; may be [done][#done] before [#handedOver].
    void handOver(long number) {
        current = number;
    }

    /// It was handed over.
    void handedOver() {
        if (current != 0) {
            open.add(current);
            current = 0;
        }
    }

    /// A message was stored, or handed to its sessions.
    ///
    /// @return whether that is news
    boolean done(long number) {
        if (number == current) {
            current = 0;
        } else if (!open.remove(number)) {
            return false;
        }
        if (link != null) {
            toConfirm.add(number); // without a link it comes again
        }
        return true;
    }

    /// A message for a client of another node.
    void giveBack(long number) {
        counters.count(Figure.RETURNED);
        returned.add(number);
        toReturn.add(number);
    }

    boolean hasAnswers() {
        return link != null && !(toConfirm.isEmpty() && toReturn.isEmpty());
    }

    /// Sends what there is to say, as far as the link takes it.
    void sendAnswers() {
        if (link != null) {
            toConfirm.send(link, DeliveryFrames.CONFIRM);
            toReturn.send(link, DeliveryFrames.RETURN);
        }
    }
}
