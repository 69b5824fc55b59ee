package io.hongyan.cluster.deliver;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.MalformedFrame;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one shard sends to one node. Messages that must not be lost have numbers and stay until they are confirmed; a
/// new link begins with those that the old one may have lost, in their order, before anything new.
///
/// Confined to its shard.
final class Outgoing {
    private static final System.Logger LOG = System.getLogger(Outgoing.class.getName());

    private final NodeId node;
    private final long sequence;
    private final DeliveryOptions options;
    private final DeliveryCounters counters;
    private final Consumer<Parcel> confirmed;
    private final Consumer<Parcel> returned;
    private final ParcelWindow window = new ParcelWindow();

    /// What the link has not taken yet, in its order.
    private ArrayDeque<Parcel> waiting = new ArrayDeque<>();

    private @Nullable NodeLink link;
    private long bytes;
    private long messages;

    /// @param sequence another one for each object of a shard
    /// @param confirmed takes messages that the node has confirmed
    /// @param returned takes messages for clients and virtual shards that the node does not serve
    Outgoing(
            NodeId node,
            long sequence,
            DeliveryOptions options,
            DeliveryCounters counters,
            Consumer<Parcel> confirmed,
            Consumer<Parcel> returned) {
        this.node = node;
        this.sequence = sequence;
        this.options = options;
        this.counters = counters;
        this.confirmed = confirmed;
        this.returned = returned;
    }

    /// Sends a message, now or when there is room.
    void add(Parcel parcel) {
        parcel.sent = false;
        if (parcel.isReliable()) {
            window.add(parcel);
            counters.count(Figure.UNCONFIRMED);
        } else if (bytes > 2L * options.windowBytes() || waiting.size() > 2L * options.windowMessages()) {
            counters.count(Figure.DROPPED);
            return;
        }
        bytes += parcel.bytes();
        waiting.add(parcel);
        send();
    }

    /// Whether publishers should be slowed.
    boolean isFull() {
        return bytes > options.windowBytes()
                || window.size() > options.windowMessages()
                || waiting.size() > options.windowMessages();
    }

    void opened(NodeLink opened) {
        if (link != null) {
            sendAgain();
        }
        link = opened;
        ByteBuffer frame = opened.frame(DeliveryFrames.RESUME, 2 * Long.BYTES);
        if (frame != null) {
            frame.putLong(sequence).putLong(window.first());
            send();
        }
    }

    boolean uses(NodeLink other) {
        return other.equals(link);
    }

    void closed() {
        link = null;
        sendAgain();
    }

    /// What was sent and is not confirmed waits again, before all else.
    private void sendAgain() {
        ArrayDeque<Parcel> again = new ArrayDeque<>();
        for (long number = window.first(); number < window.next(); number++) {
            Parcel parcel = window.get(number);
            if (parcel != null && parcel.sent) {
                parcel.sent = false;
                again.add(parcel);
            }
        }
        counters.add(Figure.REPEATED, again.size());
        again.addAll(waiting);
        waiting = again;
    }

    /// Sends what waits, as long as the link has room.
    void send() {
        while (!waiting.isEmpty() && link != null && !link.congested()) {
            Parcel parcel = waiting.element();
            if (parcel.isReliable() && window.get(parcel.number) == null) {
                waiting.remove(); // confirmed already: it had arrived over the link before
            } else if (!send(parcel, link)) {
                return;
            }
        }
    }

    private boolean send(Parcel parcel, NodeLink to) {
        int size = parcel.size();
        if (size > to.largestBody()) {
            return sendNothing(parcel, to);
        }
        ByteBuffer frame = to.frame(parcel.type(), size);
        if (frame == null) {
            return false;
        }
        parcel.write(frame);
        taken(parcel);
        counters.count(Figure.MESSAGES_OUT);
        counters.add(Figure.BYTES_OUT, size);
        messages++;
        return true;
    }

    /// The number of a message that does not fit must not be missing.
    private boolean sendNothing(Parcel parcel, NodeLink to) {
        if (parcel.isReliable()) {
            ByteBuffer frame = to.frame(DeliveryFrames.NOTHING, Long.BYTES);
            if (frame == null) {
                return false;
            }
            frame.putLong(parcel.number);
        }
        taken(parcel);
        counters.count(Figure.TOO_LARGE);
        LOG.log(
                Level.WARNING,
                "a message for {0} was dropped: its frame has {1} bytes, and the link takes {2}",
                node.name(),
                parcel.size(),
                to.largestBody());
        return true;
    }

    private void taken(Parcel parcel) {
        waiting.remove();
        parcel.sent = true;
        if (!parcel.isReliable()) {
            bytes -= parcel.bytes();
        }
    }

    /// The node has confirmed messages.
    void confirmed(ByteBuffer body) {
        NumberRanges.read(body, window.first(), window.next(), number -> {
            Parcel parcel = take(number);
            if (parcel != null) {
                confirmed.accept(parcel);
            }
        });
    }

    /// The node has returned messages.
    void returned(ByteBuffer body) {
        NumberRanges.read(body, window.first(), window.next(), number -> {
            Parcel parcel = window.get(number);
            if (parcel != null && !parcel.isForClient() && parcel.whole() == null) {
                throw new MalformedFrame("message " + number + " returned, which is for all subscribers");
            }
            if (parcel != null) {
                take(number);
                returned.accept(parcel);
            }
        });
    }

    private @Nullable Parcel take(long number) {
        Parcel parcel = window.remove(number);
        if (parcel != null) {
            bytes -= parcel.bytes();
            counters.add(Figure.UNCONFIRMED, -1);
        }
        return parcel;
    }

    /// The node is gone: all that it has not confirmed, in its order. What nobody waits for is dropped.
    List<Parcel> end() {
        link = null;
        List<Parcel> rest = new ArrayList<>();
        for (long number = window.first(); number < window.next(); number++) {
            Parcel parcel = take(number);
            if (parcel != null) {
                rest.add(parcel);
            }
        }
        long lost = waiting.stream().filter(parcel -> !parcel.isReliable()).count();
        counters.add(Figure.DROPPED, lost);
        waiting.clear();
        bytes = 0;
        return rest;
    }

    NodeFigures figures() {
        return new NodeFigures(node, link != null, waiting.size(), window.size(), bytes, messages);
    }
}
