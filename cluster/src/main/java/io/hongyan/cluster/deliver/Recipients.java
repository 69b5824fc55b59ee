package io.hongyan.cluster.deliver;

import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.route.RouteMatch;
import io.hongyan.cluster.route.RouteReader;
import io.hongyan.cluster.route.Routes;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.cluster.route.SharedRoute;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds which nodes get a message, and which virtual shards must not be forgotten because nobody serves them.
///
/// Confined to its loop.
final class Recipients {
    private final Routes routes;
    private final RouteReader reader;

    Recipients(Routes routes) {
        this.routes = routes;
        this.reader = routes.reader();
    }

    /// A node that gets a message.
    ///
    /// @param shared the shared subscriptions to serve there
    /// @param heard what was known of it by then
    record Recipient(NodeId node, List<String> shared, long heard) {
        /// @param served all shared subscriptions that are served
        Parcel parcel(byte[] head, Set<String> served, byte[] message, boolean reliable, @Nullable Runnable confirm) {
            Set<String> elsewhere = served;
            if (!shared.isEmpty()) {
                elsewhere = new HashSet<>(served);
                shared.forEach(elsewhere::remove);
            }
            return Parcel.ofMessage(head, shared, elsewhere, heard, message, reliable, confirm);
        }
    }

    /// Those with subscribers, and for each shared subscription that nobody has served one of those with members.
    List<Recipient> find(String instance, Topic address, Set<String> served) {
        RouteMatch match = reader.match(instance, address);
        if (match.shared().isEmpty()) {
            List<Recipient> all = new ArrayList<>(match.nodes().size());
            for (NodeId node : match.nodes()) {
                all.add(new Recipient(node, List.of(), routes.heard(node)));
            }
            return all;
        }
        return withGroups(match, served);
    }

    private List<Recipient> withGroups(RouteMatch match, Set<String> served) {
        Map<NodeId, List<String>> nodes = new LinkedHashMap<>();
        match.nodes().forEach(node -> nodes.put(node, List.of()));
        for (SharedRoute route : match.shared()) {
            NodeId node = served.contains(route.text()) ? null : route.next();
            if (node != null) {
                List<String> its = new ArrayList<>(nodes.getOrDefault(node, List.of()));
                its.add(route.text());
                nodes.put(node, its);
            }
        }
        List<Recipient> all = new ArrayList<>(nodes.size());
        nodes.forEach((node, shared) -> all.add(new Recipient(node, shared, routes.heard(node))));
        return all;
    }

    /// The shared subscriptions that are served, by this node or by those.
    static Set<String> served(Set<String> here, List<Recipient> nodes) {
        Set<String> all = here;
        for (Recipient each : nodes) {
            if (!each.shared.isEmpty()) {
                all = new HashSet<>(all);
                all.addAll(each.shared);
            }
        }
        return all;
    }

    /// The virtual shards whose subscribers may not have been found: nobody served them before the message was matched,
    /// or nobody does now, or something older waits for them.
    ///
    /// @param before the message was matched
    /// @param nodes found by [#find]: what they serve by now gets the message with the rest of theirs
    /// @param awaited by older messages
    /// @return null when there are none
    @Nullable
    BitSet unserved(@Nullable BitSet before, List<Recipient> nodes, @Nullable BitSet awaited) {
        BitSet now = routes.served().unserved();
        if (before == null && now == null && awaited == null) {
            return null;
        }
        BitSet all = before == null ? new BitSet() : (BitSet) before.clone();
        nodes.forEach(each -> removeServed(all, each.node));
        if (now != null) {
            all.or(now);
        }
        if (awaited != null) {
            all.or(awaited);
        }
        return all.isEmpty() ? null : all;
    }

    private void removeServed(BitSet vshards, NodeId by) {
        for (int vshard = vshards.nextSetBit(0); vshard >= 0; vshard = vshards.nextSetBit(vshard + 1)) {
            ServedVShards.Server server = routes.served().server(vshard);
            if (server != null && server.node().equals(by)) {
                vshards.clear(vshard);
            }
        }
    }
}
