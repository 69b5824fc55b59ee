package io.hongyan.cluster.route;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.codec.topic.TopicFilter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A shared subscription that other nodes have members of. Any thread.
public final class SharedRoute {
    private final TopicFilter filter;
    private final NodeSet nodes;
    private final AtomicInteger turn;

    SharedRoute(TopicFilter filter, NodeSet nodes) {
        this(filter, nodes, new AtomicInteger());
    }

    private SharedRoute(TopicFilter filter, NodeSet nodes, AtomicInteger turn) {
        this.filter = filter;
        this.nodes = nodes;
        this.turn = turn;
    }

    /// The same with other nodes; whose turn it is goes on.
    SharedRoute with(NodeSet others) {
        return new SharedRoute(filter, others, turn);
    }

    /// With `$share/...` in front.
    public String text() {
        return filter.text();
    }

    /// The nodes with members.
    public List<NodeId> nodes() {
        return nodes.live();
    }

    /// The node whose turn it is to get a message for one of its members; null when there is none left.
    public @Nullable NodeId next() {
        List<NodeId> live = nodes.live();
        return live.isEmpty() ? null : live.get(Math.floorMod(turn.getAndIncrement(), live.size()));
    }

    TopicFilter filter() {
        return filter;
    }

    NodeSet set() {
        return nodes;
    }
}
