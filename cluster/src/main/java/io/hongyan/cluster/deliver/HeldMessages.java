package io.hongyan.cluster.deliver;

import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.NodeId;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// The messages for virtual shards that nobody serves at present, in the order in which they were published.
///
/// Confined to its shard.
final class HeldMessages {
    private final DeliveryCounters counters;
    private final ArrayDeque<HeldMessage> all = new ArrayDeque<>();
    private long bytes;

    /// The virtual shards of all of them; null for none.
    private @Nullable BitSet awaited;

    HeldMessages(DeliveryCounters counters) {
        this.counters = counters;
    }

    /// Holds a message behind those that are held already.
    void add(HeldMessage message) {
        all.add(message);
        count(message, 1);
    }

    /// Holds messages before all others, because they are older.
    ///
    /// @param older those that are held already stay where they are, with what they wait for now
    void addFirst(List<HeldMessage> older) {
        for (HeldMessage message : older.reversed()) {
            if (message.held) {
                await(message);
            } else {
                all.addFirst(message);
                count(message, 1);
            }
        }
    }

    private void count(HeldMessage message, int change) {
        message.held = change > 0;
        bytes += (long) change * message.bytes();
        counters.add(Figure.HELD, change);
        if (change > 0) {
            await(message);
        }
    }

    private void await(HeldMessage message) {
        BitSet now = awaited == null ? new BitSet() : awaited;
        now.or(message.rest());
        awaited = now;
    }

    /// The virtual shards for which something waits: what is published for them now has to wait behind it.
    ///
    /// @return null when there are none
    @Nullable
    BitSet awaited() {
        return awaited;
    }

    /// Gives each server what waits for its virtual shards.
    ///
    /// @param server of a virtual shard, null for none
    /// @param sink gets the parcels, in order
    void send(IntFunction<@Nullable NodeId> server, BiConsumer<NodeId, Parcel> sink) {
        BitSet waiting = awaited;
        if (waiting == null) {
            return;
        }
        Map<NodeId, BitSet> found = new LinkedHashMap<>();
        waiting.stream().forEach(vshard -> {
            NodeId node = server.apply(vshard);
            if (node != null) {
                found.computeIfAbsent(node, each -> new BitSet()).set(vshard);
            }
        });
        if (found.isEmpty()) {
            return;
        }
        found.values().forEach(waiting::andNot);
        awaited = waiting.isEmpty() ? null : waiting;
        Iterator<HeldMessage> each = all.iterator();
        while (each.hasNext()) {
            HeldMessage message = each.next();
            found.forEach((node, vshards) -> {
                if (message.rest().intersects(vshards)) {
                    BitSet part = (BitSet) vshards.clone();
                    part.and(message.rest());
                    sink.accept(node, message.take(part));
                }
            });
            if (message.rest().isEmpty()) {
                each.remove();
                count(message, -1);
            }
        }
    }

    /// What all count with.
    long bytes() {
        return bytes;
    }

    int size() {
        return all.size();
    }
}
