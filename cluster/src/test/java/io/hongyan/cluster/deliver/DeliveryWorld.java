package io.hongyan.cluster.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.cluster.peer.TurnLoop;
import io.hongyan.cluster.route.Routes;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Some nodes with routes and shards on one thread, between which links break, in an order that a seed decides.
final class DeliveryWorld {
    static final Topic TOPIC = Topic.of("t");

    final Random random;
    final FakeNetwork network;
    final DeliveryOptions options;
    final List<Node> nodes = new ArrayList<>();
    final Map<Integer, NodeId> owners = new HashMap<>();
    /// Whether clients belong to who serves their virtual shard, and not to [#owners].
    boolean byServer;

    DeliveryWorld(long seed, DeliveryOptions options) {
        this.random = new Random(seed);
        this.network = new FakeNetwork(random, 8);
        this.options = options;
    }

    static Message message(String payload, QoS qos) {
        return new Message(TOPIC, payload.getBytes(UTF_8), qos, false, Properties.NONE, "", Message.NEVER);
    }

    Node start(String name, long incarnation, int loops) {
        Node node = new Node(new NodeId(name, incarnation), loops);
        nodes.add(node);
        return node;
    }

    /// Has all nodes know each other and be linked.
    void join() {
        for (Node node : nodes) {
            for (Node other : nodes) {
                if (node != other) {
                    node.joined(other);
                }
            }
        }
        connectAll();
        nodes.getFirst().serve(0, VShard.COUNT, 1);
    }

    void connectAll() {
        for (Node node : nodes) {
            for (Node other : nodes) {
                for (int i = 0; node != other && i < node.shards.size(); i++) {
                    connect(node.shards.get(i), other);
                }
            }
        }
    }

    /// Opens the link of a shard to a node if there is none.
    void connect(Shard shard, Node other) {
        if (!shard.links.containsKey(other.id)) {
            Shard there = other.shards.get(shard.index % other.shards.size());
            shard.links.put(
                    other.id,
                    network.connect(
                            new FakeNetwork.End(shard.node.id, shard.index, shard),
                            new FakeNetwork.End(other.id, there.index, there)));
        }
    }

    Shard anyShard() {
        List<Shard> all = nodes.stream().flatMap(node -> node.shards.stream()).toList();
        return all.get(random.nextInt(all.size()));
    }

    /// Lets everything come to rest.
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = network.step();
            for (Node node : nodes) {
                for (Shard shard : node.shards) {
                    busy |= shard.loop.step();
                    while (!shard.local.open.isEmpty()) {
                        shard.local.finish(random.nextInt(shard.local.open.size()));
                        busy = true;
                    }
                }
            }
        }
    }

    /// One start of a node.
    final class Node {
        final NodeId id;
        final List<Shard> shards = new ArrayList<>();
        final ServedVShards served;
        final Routes routes;

        Node(NodeId id, int loops) {
            this.id = id;
            TurnLoop first = new TurnLoop();
            this.served = new ServedVShards(id);
            this.routes = new Routes(first, served, random);
            for (int i = 0; i < loops; i++) {
                shards.add(new Shard(this, i, i == 0 ? first : new TurnLoop()));
            }
            served.listen(() -> shards.forEach(shard -> shard.loop.execute(shard.deliveries::ownersChanged)));
        }

        void joined(Node other) {
            routes.joined(other.id);
            shards.forEach(shard -> shard.deliveries.joined(other.id, other.shards.size()));
        }

        void left(Node other) {
            BitSet had = routes.left(other.id);
            shards.forEach(shard -> {
                shard.links.remove(other.id);
                shard.deliveries.left(other.id, had);
            });
        }

        /// Begins to serve virtual shards.
        void serve(int from, int to, long epoch) {
            for (int vshard = from; vshard < to; vshard++) {
                routes.begun(vshard, epoch);
            }
        }

        void subscribe(String filter) {
            routes.added("i", TopicFilter.parse(filter));
        }

        /// All that its shards were given.
        List<String> published() {
            return shards.stream()
                    .flatMap(shard -> shard.local.published.stream())
                    .toList();
        }
    }

    /// A shard, and who uses the links of its loop.
    final class Shard implements NodeLinkUser, Owners {
        final Node node;
        final int index;
        final TurnLoop loop;
        final RecordingShard local;
        final Deliveries deliveries;
        final Map<NodeId, NodeLink> links = new HashMap<>();
        int confirmed;

        Shard(Node node, int index, TurnLoop loop) {
            this.node = node;
            this.index = index;
            this.loop = loop;
            this.local = new RecordingShard(loop);
            this.deliveries = new Deliveries(index, loop, node.routes, this, options);
            deliveries.start(local);
        }

        int publish(String payload, QoS qos) {
            Runnable confirm = qos == QoS.AT_MOST_ONCE ? null : () -> confirmed++;
            return deliveries.publish("i", TOPIC, message(payload, qos), Set.of(), node.served.unserved(), confirm);
        }

        void deliver(String client, String payload) {
            deliveries.deliver("i", client, message(payload, QoS.AT_LEAST_ONCE), true, () -> confirmed++);
        }

        @Override
        public NodeId self() {
            return node.id;
        }

        @Override
        public @Nullable NodeId owner(int vshard) {
            ServedVShards.Server server = byServer ? node.served.server(vshard) : null;
            return server == null ? owners.get(vshard) : server.node();
        }

        @Override
        public boolean mayAnswer() {
            return true;
        }

        @Override
        public void opened(NodeLink link) {
            if (index == 0) {
                node.routes.opened(link);
            }
            deliveries.opened(link);
        }

        @Override
        public void received(NodeLink link, int type, ByteBuffer body) {
            if (type >= Deliveries.FIRST_TYPE) {
                deliveries.received(link, type, body);
            } else {
                node.routes.received(link, type, body);
            }
        }

        @Override
        public void drained(NodeLink link) {
            if (index == 0) {
                node.routes.drained(link);
            }
            deliveries.drained(link);
        }

        @Override
        public void closed(NodeLink link) {
            links.remove(link.node(), link);
            if (index == 0) {
                node.routes.closed(link);
            }
            deliveries.closed(link);
        }
    }
}
