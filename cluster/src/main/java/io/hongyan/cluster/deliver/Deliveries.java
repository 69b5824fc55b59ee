package io.hongyan.cluster.deliver;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.cluster.route.RouteMatch;
import io.hongyan.cluster.route.RouteReader;
import io.hongyan.cluster.route.SharedRoute;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one shard of this node sends to other nodes, and takes from them.
///
/// Messages of QoS 1 and 2, and those that somebody waits for, are sent until the other node has confirmed them or is
/// gone; the others as long as there is a link, or room for them to wait for one.
///
/// Confined to its shard, but for the counters.
public final class Deliveries implements NodeLinkUser {
    /// The types of its frames.
    public static final int FIRST_TYPE = DeliveryFrames.RESUME;

    public static final int LAST_TYPE = DeliveryFrames.RETURN;

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final Duration RETRY = Duration.ofMillis(50);

    private final int index;
    private final Loop loop;
    private final RouteReader routes;
    private final Owners owners;
    private final DeliveryOptions options;
    private final Undelivered undelivered;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final HeldParcels held = new HeldParcels(counters);
    private final MessageCodec codec = new MessageCodec();
    private final EncodedNames instances = new EncodedNames();
    private final Map<NodeId, Integer> members = new HashMap<>();
    private final Map<String, Long> dead = new HashMap<>();
    private final Map<NodeId, Outgoing> outgoing = new LinkedHashMap<>();
    private final List<NodeLink> links = new ArrayList<>();
    private @Nullable Arrivals arrivals;
    private long sequences;

    /// @param index of the shard, from 0
    /// @param loop of the shard
    /// @param routes of that loop
    public Deliveries(
            int index, Loop loop, RouteReader routes, Owners owners, DeliveryOptions options, Undelivered undelivered) {
        this.index = index;
        this.loop = loop;
        this.routes = routes;
        this.owners = owners;
        this.options = options;
        this.undelivered = undelivered;
    }

    /// Takes messages from now on. Before any link is opened.
    public void start(LocalShard shard) {
        arrivals = new Arrivals(loop, shard, owners, counters);
        loop.every(RETRY, this::ownersChanged);
    }

    /// A node has become a member.
    ///
    /// @param loops how many it has
    public void joined(NodeId node, int loops) {
        members.put(node, loops);
        if (isDead(node)) { // it was taken for gone, and is not
            dead.put(node.name(), node.incarnation() - 1);
        }
        for (NodeLink link : List.copyOf(links)) {
            use(link);
        }
    }

    /// A node is no member any more. What it has not confirmed is held: messages for clients until their virtual shards
    /// have other owners, messages for subscribers for [those][#heldFor] who take its virtual shards over.
    public void left(NodeId node) {
        members.remove(node);
        dead.merge(node.name(), node.incarnation(), Math::max);
        if (arrivals != null) {
            arrivals.left(node);
        }
        Outgoing its = outgoing.remove(node);
        if (its == null) {
            return;
        }
        int count = held.size();
        long bytes = held.bytes();
        its.end().forEach(parcel -> hold(node, parcel));
        if (held.size() > count) {
            LOG.log(
                    Level.WARNING,
                    "{0} messages for {1}, which is gone, are held until its clients have another node",
                    held.size() - count,
                    node);
            undelivered.held(node, held.size() - count, held.bytes() - bytes);
        }
        ownersChanged();
    }

    private void hold(NodeId node, Parcel parcel) {
        if (!parcel.isReliable()) {
            counters.count(Figure.DROPPED);
        } else if (parcel.isForClient()) {
            held.addForOwner(parcel);
        } else {
            held.addForSuccessor(node, parcel);
        }
    }

    /// Virtual shards have other owners: messages for their clients that wait go there.
    public void ownersChanged() {
        held.takeForOwner(this::isReachable).forEach(this::sendToOwner);
    }

    private boolean isReachable(int vshard) {
        NodeId owner = owners.owner(vshard);
        return owner != null && !isDead(owner);
    }

    private boolean isDead(NodeId node) {
        return node.incarnation() <= dead.getOrDefault(node.name(), Long.MIN_VALUE);
    }

    /// How many messages are held for the successors of a node that is gone.
    public int heldFor(NodeId node) {
        return held.forSuccessor(node).size();
    }

    /// Sends a message to each node that has subscribers for it; see [io.hongyan.broker.node.OtherNodes#publish].
    ///
    /// @return to how many nodes
    public int publish(
            String instance, Topic address, Message message, Set<String> served, @Nullable Runnable confirm) {
        RouteMatch match = routes.match(instance, address);
        if (match.isEmpty()) {
            return 0;
        }
        boolean reliable = confirm != null || message.qos() != QoS.AT_MOST_ONCE;
        byte[] encoded = MessageCodec.encode(message, 0);
        byte[] other = address.equals(message.topic()) ? Topic.NONE.utf8() : address.utf8();
        byte[] head = Parcel.head(instances.of(instance), other);
        if (match.shared().isEmpty()) {
            for (NodeId node : match.nodes()) {
                send(node, Parcel.ofMessage(head, List.of(), encoded, reliable, confirm));
            }
            return match.nodes().size();
        }
        Map<NodeId, List<String>> nodes = withGroups(match, served);
        nodes.forEach((node, shared) -> send(node, Parcel.ofMessage(head, shared, encoded, reliable, confirm)));
        return nodes.size();
    }

    /// Chooses one node for each shared subscription that nobody has served.
    private static Map<NodeId, List<String>> withGroups(RouteMatch match, Set<String> served) {
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
        return nodes;
    }

    /// Sends a message for one client to the node that owns it; see [io.hongyan.broker.node.OtherNodes#deliver].
    public void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
        boolean reliable = confirm != null || message.qos() != QoS.AT_MOST_ONCE;
        byte[] head = Parcel.head(keep, instances.of(instance), FrameTexts.encoded(clientId));
        int vshard = VShard.ofClient(clientId);
        Parcel parcel = Parcel.ofClientMessage(head, vshard, MessageCodec.encode(message, 0), reliable, confirm);
        if (!held.hasForOwner(vshard) && isReachable(vshard)) {
            sendToOwner(parcel);
        } else {
            holdForOwner(parcel);
        }
    }

    private void holdForOwner(Parcel parcel) {
        if (!parcel.isReliable() && isFull()) {
            counters.count(Figure.DROPPED);
        } else {
            held.addForOwner(parcel);
        }
    }

    private void sendToOwner(Parcel parcel) {
        NodeId owner = owners.owner(parcel.vshard());
        if (owner == null) {
            holdForOwner(parcel);
        } else if (!owner.equals(owners.self())) {
            send(owner, parcel);
        } else if (arrivals != null) {
            Runnable confirm = () -> loop.execute(() -> confirmed(parcel));
            arrivals.deliver(parcel.content(), codec, confirm);
        }
    }

    private void send(NodeId node, Parcel parcel) {
        Outgoing its = outgoing.get(node);
        if (its == null) {
            if (isDead(node)) {
                hold(node, parcel);
                return;
            }
            its = outgoingTo(node);
        }
        its.add(parcel);
    }

    private Outgoing outgoingTo(NodeId node) {
        return outgoing.computeIfAbsent(
                node,
                each -> new Outgoing(each, ++sequences, options, counters, Deliveries::confirmed, this::holdForOwner));
    }

    private static void confirmed(Parcel parcel) {
        Runnable confirm = parcel.confirm();
        if (confirm != null) {
            try {
                confirm.run();
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "a message that another node confirmed could not be acknowledged", fault);
            }
        }
    }

    /// Whether so much is under way that publishers should be slowed.
    public boolean congested() {
        if (isFull()) {
            return true;
        }
        for (Outgoing each : outgoing.values()) {
            if (each.isFull()) {
                return true;
            }
        }
        return false;
    }

    private boolean isFull() {
        return held.bytes() > options.windowBytes() || held.size() > options.windowMessages();
    }

    /// Any thread.
    public DeliveryCounters counters() {
        return counters;
    }

    /// What is under way to each node.
    public List<NodeFigures> figures() {
        return outgoing.values().stream().map(Outgoing::figures).toList();
    }

    @Override
    public void opened(NodeLink link) {
        if (link.asked()) {
            links.add(link);
            use(link);
        } else if (arrivals != null) {
            arrivals.opened(link);
        }
    }

    /// Sends over a link if it is the one for this shard.
    private void use(NodeLink link) {
        Integer loops = members.get(link.node());
        if (loops != null && link.loop() == index % loops && !isDead(link.node())) {
            Outgoing its = outgoingTo(link.node());
            if (!its.uses(link)) {
                its.opened(link);
            }
        }
    }

    @Override
    public void received(NodeLink link, int type, ByteBuffer body) {
        if (!link.asked()) {
            if (arrivals != null) {
                arrivals.received(link, type, body);
            }
            return;
        }
        Outgoing its = outgoing.get(link.node());
        if (its == null || !its.uses(link)) {
            return;
        }
        switch (type) {
            case DeliveryFrames.CONFIRM -> its.confirmed(body);
            case DeliveryFrames.RETURN -> its.returned(body);
            default -> throw Arrivals.misplaced(type);
        }
    }

    @Override
    public void drained(NodeLink link) {
        if (link.asked()) {
            Outgoing its = outgoing.get(link.node());
            if (its != null && its.uses(link)) {
                its.send();
            }
        } else if (arrivals != null) {
            arrivals.drained(link);
        }
    }

    @Override
    public void closed(NodeLink link) {
        if (link.asked()) {
            links.remove(link);
            Outgoing its = outgoing.get(link.node());
            if (its != null && its.uses(link)) {
                its.closed();
            }
        } else if (arrivals != null) {
            arrivals.closed(link);
        }
    }
}
