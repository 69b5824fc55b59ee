package io.hongyan.cluster.node;

import io.hongyan.cluster.owner.Held;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.cluster.route.ServedVShards.Server;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Who serves a virtual shard, where what this node serves counts only as long as its lease is valid.
///
/// Any thread.
final class Serving {
    private final ServedVShards served;
    private final Lease lease;

    Serving(ServedVShards served, Lease lease) {
        this.served = served;
        this.lease = lease;
    }

    /// What this node owns.
    interface Lease {
        /// That this node owns the virtual shard; null when it does not.
        @Nullable
        Held held(int vshard);

        boolean isValid();
    }

    NodeId self() {
        return served.self();
    }

    /// Whether this node serves it, and nobody else can at this moment.
    boolean isHere(int vshard) {
        Server server = served.server(vshard);
        return server != null && isOurs(vshard, server);
    }

    private boolean isOurs(int vshard, Server server) {
        Held held = lease.held(vshard);
        return server.node().equals(served.self()) && held != null && held.epoch() == server.epoch() && held.isValid();
    }

    /// The node that serves it, as far as is known here; null for none.
    @Nullable
    NodeId server(int vshard) {
        Server server = served.server(vshard);
        if (server == null || (server.node().equals(served.self()) && !isOurs(vshard, server))) {
            return null;
        }
        return server.node();
    }

    /// Those without a server; null for none.
    @Nullable
    BitSet unserved() {
        return served.unserved();
    }

    boolean mayAnswer() {
        return lease.isValid();
    }
}
