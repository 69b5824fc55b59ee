package io.hongyan.cluster.node;

import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.member.Members;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.route.Routes;
import java.net.InetSocketAddress;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tells each loop who the other members are. All goes by way of the first loop, so that the others hear it in the same
/// order, and of a node that is gone not before its routes are.
///
/// Confined to the first loop, but for what the cluster's thread calls.
final class MemberLoops implements Members.Listener {
    private final String self;
    private final Routes routes;
    private final List<NodeLoop> loops;
    private final NodeEvents events;
    private final Map<NodeId, Node> others = new LinkedHashMap<>();

    /// @param self the name of this node
    MemberLoops(String self, Routes routes, List<NodeLoop> loops, NodeEvents events) {
        this.self = self;
        this.routes = routes;
        this.loops = loops;
        this.events = events;
    }

    @Override
    public void joined(MemberRecord member) {
        events.joined(member);
        if (member.name().equals(self)) {
            return;
        }
        Node node;
        try {
            node = node(member);
        } catch (IllegalArgumentException e) {
            events.unusable(member, String.valueOf(e.getMessage()));
            return;
        }
        loops.getFirst().execute(() -> add(node));
    }

    @Override
    public void left(MemberRecord member) {
        events.left(member);
        if (!member.name().equals(self)) {
            loops.getFirst().execute(() -> remove(member.name()));
        }
    }

    private void add(Node node) {
        NodeId id = new NodeId(node.name(), node.incarnation());
        others.put(id, node);
        routes.joined(id);
        List<Node> all = List.copyOf(others.values());
        loops.getFirst().joined(node, all);
        loops.stream().skip(1).forEach(loop -> loop.execute(() -> loop.joined(node, all)));
    }

    private void remove(String name) {
        for (NodeId id : List.copyOf(others.keySet())) {
            if (id.name().equals(name)) {
                others.remove(id);
                BitSet had = routes.left(id);
                List<Node> all = List.copyOf(others.values());
                loops.getFirst().left(id, had, all);
                loops.stream().skip(1).forEach(loop -> loop.execute(() -> loop.left(id, had, all)));
            }
        }
    }

    private static Node node(MemberRecord member) {
        String address = member.address();
        int colon = address.lastIndexOf(':');
        if (colon < 1 || !address.substring(colon + 1).matches("[0-9]{1,5}")) {
            throw new IllegalArgumentException("its address is '" + address + "', not host:port");
        }
        if (!member.incarnation().matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("its incarnation is '" + member.incarnation() + "', no number");
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Node(
                member.name(),
                Long.parseLong(member.incarnation()),
                InetSocketAddress.createUnresolved(host, Integer.parseInt(address.substring(colon + 1))),
                member.loops());
    }
}
