package io.hongyan.cluster.deliver;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageCodec;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.DeliveryCounters.Figure;
import io.hongyan.cluster.deliver.Recipients.Recipient;
import io.hongyan.cluster.peer.FrameTexts;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.cluster.route.Routes;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
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

    public static final int LAST_TYPE = DeliveryFrames.PART;

    private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
    private static final Duration RETRY = Duration.ofMillis(50);

    private final int index;
    private final Loop loop;
    private final Routes routes;
    private final Recipients recipients;
    private final Owners owners;
    private final DeliveryOptions options;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final HeldParcels forClients = new HeldParcels(counters);
    private final HeldMessages forVshards = new HeldMessages(counters);
    private final MessageCodec codec = new MessageCodec();
    private final EncodedNames instances = new EncodedNames();
    private final Map<NodeId, Integer> members = new HashMap<>();
    private final GoneNodes gone = new GoneNodes();
    private final Map<NodeId, Outgoing> outgoing = new LinkedHashMap<>();
    private final List<NodeLink> links = new ArrayList<>();
    private @Nullable Arrivals arrivals;
    private long sequences;

    /// @param index of the shard, from 0
    /// @param loop of the shard
    /// @param routes of this node
    public Deliveries(int index, Loop loop, Routes routes, Owners owners, DeliveryOptions options) {
        this.index = index;
        this.loop = loop;
        this.routes = routes;
        this.recipients = new Recipients(routes);
        this.owners = owners;
        this.options = options;
    }

    /// Takes messages from now on. Before any link is opened.
    public void start(LocalShard shard) {
        arrivals = new Arrivals(loop, shard, routes, owners, counters, this::hold);
        loop.every(RETRY, this::ownersChanged);
    }

    /// A node has become a member.
    ///
    /// @param loops how many it has
    public void joined(NodeId node, int loops) {
        members.put(node, loops);
        gone.back(node);
        for (NodeLink link : List.copyOf(links)) {
            use(link);
        }
    }

    /// A node is no member any more. What it has not confirmed is held until its virtual shards have other servers.
    ///
    /// @param had the virtual shards that it ever served
    public void left(NodeId node, BitSet had) {
        members.remove(node);
        gone.add(node, had);
        if (arrivals != null) {
            arrivals.left(node);
        }
        Outgoing its = outgoing.remove(node);
        if (its == null) {
            return;
        }
        int count = forClients.size() + forVshards.size();
        List<HeldMessage> older = new ArrayList<>();
        its.end().forEach(parcel -> takeBack(parcel, had, older));
        forVshards.addFirst(older);
        int more = forClients.size() + forVshards.size() - count;
        if (more > 0) {
            LOG.log(
                    Level.WARNING,
                    "{0} messages for {1}, which is gone, are held until its virtual shards have another node",
                    more,
                    node);
        }
        ownersChanged();
    }

    /// Of a node that will not confirm it.
    private void takeBack(Parcel parcel, BitSet had, List<HeldMessage> older) {
        HeldMessage whole = parcel.whole();
        if (!parcel.isReliable()) {
            counters.count(Figure.DROPPED);
        } else if (parcel.isForClient()) {
            forClients.add(parcel);
        } else if (whole != null) {
            whole.back(parcel.vshards());
            older.add(whole);
        } else if (had.isEmpty()) {
            confirmed(parcel);
        } else {
            older.add(parcel.orphaned(had));
        }
    }

    /// This node has lost its lease: what others sent, and it has not confirmed, they send to others, or again.
    public void lost() {
        if (arrivals != null) {
            arrivals.forget();
        }
    }

    /// Virtual shards have other servers: what waits for them goes there.
    public void ownersChanged() {
        forClients.take(vshard -> reachable(vshard) != null).forEach(this::sendToOwner);
        forVshards.send(this::reachable, this::sendPart);
    }

    private @Nullable NodeId reachable(int vshard) {
        NodeId owner = owners.owner(vshard);
        return owner == null || gone.had(owner) != null ? null : owner;
    }

    /// Sends a message to each node that has subscribers for it, and, if it must not be lost, to whoever serves the
    /// virtual shards that nobody served; see [io.hongyan.broker.node.OtherNodes#publish].
    ///
    /// @return how many times it will be confirmed
    public int publish(
            String instance,
            Topic address,
            Message message,
            Set<String> served,
            @Nullable BitSet unserved,
            @Nullable Runnable confirm) {
        boolean reliable = confirm != null || message.qos() != QoS.AT_MOST_ONCE;
        List<Recipient> nodes = recipients.find(instance, address, served);
        BitSet without = reliable ? without(unserved, nodes) : null; // after all that was looked up
        if (nodes.isEmpty() && without == null) {
            return 0;
        }
        byte[] encoded = MessageCodec.encode(message, 0);
        byte[] head = head(instance, address, message);
        Set<String> all = Recipients.served(served, nodes);
        nodes.forEach(each -> send(each.node(), each.parcel(head, all, encoded, reliable, confirm)));
        if (without == null) {
            return nodes.size();
        }
        hold(new HeldMessage(head, Parcel.filters(all), encoded, without, confirm));
        return nodes.size() + 1;
    }

    private @Nullable BitSet without(@Nullable BitSet before, List<Recipient> nodes) {
        forVshards.send(this::reachable, this::sendPart); // what is older goes first
        return recipients.unserved(before, nodes, forVshards.awaited());
    }

    private byte[] head(String instance, Topic address, Message message) {
        byte[] other = address.equals(message.topic()) ? Topic.NONE.utf8() : address.utf8();
        return Parcel.head(instances.of(instance), other);
    }

    /// Holds a message until its virtual shards are served; those that are get it now.
    private void hold(HeldMessage message) {
        forVshards.add(message);
        forVshards.send(this::reachable, this::sendPart);
    }

    private void sendPart(NodeId node, Parcel part) {
        if (!node.equals(owners.self())) {
            send(node, part);
        } else if (arrivals != null) {
            Runnable confirm = () -> loop.execute(() -> confirmed(part));
            try {
                arrivals.publishPart(part.content(), confirm);
            } catch (RuntimeException fault) {
                LOG.log(Level.ERROR, "a message that waited could not be delivered", fault);
                confirm.run();
            }
        }
    }

    /// Sends a message for one client to the node that owns it; see [io.hongyan.broker.node.OtherNodes#deliver].
    public void deliver(String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
        boolean reliable = confirm != null || message.qos() != QoS.AT_MOST_ONCE;
        byte[] head = Parcel.head(keep, instances.of(instance), FrameTexts.encoded(clientId));
        int vshard = VShard.ofClient(clientId);
        Parcel parcel = Parcel.ofClientMessage(head, vshard, MessageCodec.encode(message, 0), reliable, confirm);
        if (!forClients.has(vshard) && reachable(vshard) != null) {
            sendToOwner(parcel);
        } else {
            holdForOwner(parcel);
        }
    }

    private void holdForOwner(Parcel parcel) {
        if (!parcel.isReliable() && isFull()) {
            counters.count(Figure.DROPPED);
        } else {
            forClients.add(parcel);
        }
    }

    private void sendToOwner(Parcel parcel) {
        NodeId owner = reachable(parcel.vshard());
        if (owner == null) {
            holdForOwner(parcel);
        } else if (!owner.equals(owners.self())) {
            send(owner, parcel);
        } else if (arrivals != null) {
            arrivals.deliver(parcel.content(), codec, () -> loop.execute(() -> confirmed(parcel)));
        }
    }

    private void send(NodeId node, Parcel parcel) {
        Outgoing its = outgoing.get(node);
        if (its == null) {
            BitSet had = gone.had(node);
            if (had != null) {
                List<HeldMessage> older = new ArrayList<>();
                takeBack(parcel, had, older);
                forVshards.addFirst(older);
                return;
            }
            its = outgoingTo(node);
        }
        its.add(parcel);
    }

    private Outgoing outgoingTo(NodeId node) {
        return outgoing.computeIfAbsent(
                node, each -> new Outgoing(each, ++sequences, options, counters, this::confirmed, this::returned));
    }

    private void returned(Parcel parcel) {
        HeldMessage whole = parcel.whole();
        if (whole == null) {
            holdForOwner(parcel);
        } else {
            whole.back(parcel.vshards());
            forVshards.addFirst(List.of(whole));
        }
    }

    private void confirmed(Parcel parcel) {
        HeldMessage whole = parcel.whole();
        if (whole == null) {
            confirm(parcel.confirm());
            return;
        }
        whole.confirmed();
        if (whole.isDone()) {
            confirm(whole.confirm());
        }
    }

    private static void confirm(@Nullable Runnable confirm) {
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
        return forClients.bytes() + forVshards.bytes() > options.windowBytes()
                || forClients.size() + forVshards.size() > options.windowMessages();
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
        if (loops != null && link.loop() == index % loops && gone.had(link.node()) == null) {
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
