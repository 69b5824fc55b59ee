package io.hongyan.cluster.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The links of one loop with one start of another node: to each of its loops, and from them.
///
/// Confined to that loop.
final class OtherNode {
    /// Attempts to one node at a time.
    private static final int MOST_DIALS = 4;

    private final List<Outgoing> outgoing;
    private final Map<Integer, Link> incoming = new HashMap<>();
    private Node node;

    OtherNode(Links owner, Node node) {
        this.node = node;
        this.outgoing = IntStream.range(0, node.loops())
                .mapToObj(loop -> new Outgoing(owner, this, loop))
                .toList();
    }

    Node node() {
        return node;
    }

    /// It may have another address now.
    void node(Node same) {
        node = same;
    }

    boolean mayDial() {
        return outgoing.stream().filter(Outgoing::isAsking).count() < MOST_DIALS;
    }

    /// @return null when it is down, or there is no such loop
    @Nullable
    Link to(int loop) {
        return loop >= 0 && loop < outgoing.size() ? outgoing.get(loop).link() : null;
    }

    /// All that are open now.
    void collect(List<Link> links) {
        for (Outgoing each : outgoing) {
            Link link = each.link();
            if (link != null) {
                links.add(link);
            }
        }
        links.addAll(incoming.values());
    }

    /// A link of that loop of the other node has come; what it had before is over.
    void came(Link link) {
        Link before = incoming.put(link.loop(), link);
        if (before != null) {
            before.end(new LinkEnd(LinkEnd.Kind.REPLACED, "the other side opened it anew"));
        }
    }

    void ended(Link link) {
        if (!link.asked()) {
            incoming.remove(link.loop(), link);
        } else if (link.loop() < outgoing.size() && outgoing.get(link.loop()).link() == link) {
            outgoing.get(link.loop()).ended();
        }
    }

    void tick(long now, long millis) {
        for (Outgoing each : outgoing) {
            each.tick(now, millis);
        }
        for (Link link : List.copyOf(incoming.values())) {
            link.tick(millis);
        }
    }

    void stop(LinkEnd why) {
        for (Outgoing each : outgoing) {
            each.stop(why);
        }
        for (Link link : List.copyOf(incoming.values())) {
            link.end(why);
        }
    }
}
