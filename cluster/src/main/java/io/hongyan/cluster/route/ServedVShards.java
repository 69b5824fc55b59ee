package io.hongyan.cluster.route;

import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.NodeId;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Which node serves each virtual shard: has its sessions, and answers for them. Of other nodes, what they told; of
/// this one, what is so. A virtual shard without a server is on its way from one node to the next: its subscribers are
/// known to nobody then.
///
/// Any thread. Whoever routes a message asks for those [without a server][#unserved] before and after it looks for
/// subscribers: a server tells that it ends before it takes subscribers away, and that it begins after it has added
/// them, so that each subscriber is found, or its virtual shard is among those.
public final class ServedVShards {
    private static final long NOT_TOLD = Long.MAX_VALUE;

    private final NodeId self;
    private final AtomicReferenceArray<@Nullable Server> servers = new AtomicReferenceArray<>(VShard.COUNT);
    private final Map<NodeId, BitSet> had = new HashMap<>(); // under this
    private final long[] ends = new long[VShard.COUNT]; // under this; 0 = none
    private volatile long lastEnd;
    private volatile @Nullable BitSet unserved;
    private volatile Runnable listener = () -> {};

    /// @param self this start of this node
    public ServedVShards(NodeId self) {
        this.self = self;
        BitSet all = new BitSet();
        all.set(0, VShard.COUNT);
        this.unserved = all;
    }

    /// Who serves a virtual shard.
    ///
    /// @param epoch of its ownership: higher than that of every server before
    public record Server(NodeId node, long epoch) {}

    /// Runs after each change, on the thread that made it; must be short.
    public void listen(Runnable changed) {
        listener = changed;
    }

    /// This node.
    public NodeId self() {
        return self;
    }

    /// Who serves it, as far as this node has heard; null for nobody.
    ///
    /// @param vshard 0 to 4095
    public @Nullable Server server(int vshard) {
        return servers.get(vshard);
    }

    /// How many a node serves.
    public int count(NodeId node) {
        int count = 0;
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            Server known = servers.get(vshard);
            count += known != null && known.node.equals(node) ? 1 : 0;
        }
        return count;
    }

    /// Those that nobody serves.
    ///
    /// @return never changes; null when there are none
    public @Nullable BitSet unserved() {
        return unserved;
    }

    /// A node serves a virtual shard from now on. One that was served later is not given back to it.
    void begun(NodeId node, int vshard, long epoch) {
        synchronized (this) {
            had.computeIfAbsent(node, each -> new BitSet()).set(vshard);
            Server known = servers.get(vshard);
            if (known != null && known.epoch > epoch) {
                return;
            }
            if (node.equals(self)) {
                ends[vshard] = 0;
            }
            servers.set(vshard, new Server(node, epoch));
            change(vshard, false);
        }
        listener.run();
    }

    /// A node serves it no more.
    void ended(NodeId node, int vshard) {
        synchronized (this) {
            if (!end(node, vshard)) {
                return;
            }
        }
        listener.run();
    }

    private boolean end(NodeId node, int vshard) {
        Server known = servers.get(vshard);
        if (known == null || !known.node.equals(node)) {
            return false;
        }
        if (node.equals(self)) {
            ends[vshard] = NOT_TOLD;
            lastEnd = NOT_TOLD;
        }
        servers.set(vshard, null);
        change(vshard, true);
        return true;
    }

    private void change(int vshard, boolean without) {
        BitSet before = unserved;
        if (before == null ? !without : before.get(vshard) == without) {
            return;
        }
        BitSet now = before == null ? new BitSet() : (BitSet) before.clone();
        now.set(vshard, without);
        unserved = now.isEmpty() ? null : now;
    }

    /// A node serves these and no others.
    ///
    /// @param epochs by virtual shard
    void only(NodeId node, Map<Integer, Long> epochs) {
        synchronized (this) {
            for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
                if (!epochs.containsKey(vshard)) {
                    end(node, vshard);
                }
            }
        }
        epochs.forEach((vshard, epoch) -> begun(node, vshard, epoch));
        listener.run();
    }

    /// A node is no member any more: it serves nothing.
    ///
    /// @return all that it has ever served, as far as it was told
    BitSet gone(NodeId node) {
        BitSet all;
        synchronized (this) {
            BitSet its = had.remove(node);
            all = its == null ? new BitSet() : its;
            all.stream().forEach(vshard -> end(node, vshard));
        }
        listener.run();
        return all;
    }

    /// The others are being told that this node has ended serving a virtual shard.
    ///
    /// @param number of the change by which they know it
    void endTold(int vshard, long number) {
        synchronized (this) {
            if (ends[vshard] == NOT_TOLD) {
                ends[vshard] = number;
            }
            long last = 0;
            for (long each : ends) {
                last = Math.max(last, each);
            }
            lastEnd = last;
        }
    }

    /// What this node has ended serving, and not begun again, since another node heard from it: whoever sent a message
    /// then took it for the server still.
    ///
    /// @param heard the number of the last change that the other one had
    /// @return null when there is none
    public @Nullable BitSet endedSince(long heard) {
        if (lastEnd <= heard) {
            return null;
        }
        BitSet since = new BitSet();
        synchronized (this) {
            for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
                if (ends[vshard] > heard) {
                    since.set(vshard);
                }
            }
        }
        return since.isEmpty() ? null : since;
    }
}
