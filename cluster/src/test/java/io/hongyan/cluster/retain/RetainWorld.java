package io.hongyan.cluster.retain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.deliver.Owners;
import io.hongyan.cluster.peer.FakeNetwork;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.NodeLink;
import io.hongyan.cluster.peer.NodeLinkUser;
import io.hongyan.cluster.peer.TurnLoop;
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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Some nodes on one thread, between which links break and virtual shards move, in an order that a seed decides.
final class RetainWorld implements Clock {
    static final String INSTANCE = "i";

    final Random random;
    final FakeNetwork network;
    final List<Node> nodes = new ArrayList<>();
    final NodeId[] owners = new NodeId[VShard.COUNT];

    /// What a virtual shard without owner has.
    final Map<Topic, Message> stored = new TreeMap<>();

    long millis = 1_000_000;

    RetainWorld(long seed) {
        this.random = new Random(seed);
        this.network = new FakeNetwork(random, 8);
    }

    static Message message(String topic, String payload) {
        return new Message(
                Topic.of(topic), payload.getBytes(UTF_8), QoS.AT_LEAST_ONCE, true, Properties.NONE, "p", Message.NEVER);
    }

    @Override
    public long wallMillis() {
        return millis;
    }

    @Override
    public long steadyMillis() {
        return millis;
    }

    /// Nodes of these numbers of loops, which own the virtual shards by turns.
    void start(int... loops) {
        for (int i = 0; i < loops.length; i++) {
            nodes.add(new Node(new NodeId("n" + i, 1), loops[i]));
        }
        for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
            Node owner = nodes.get(vshard % nodes.size());
            owners[vshard] = owner.id;
            owner.held.set(vshard);
        }
        for (Node node : nodes) {
            nodes.stream().filter(other -> other != node).forEach(node::joined);
        }
        connectAll();
    }

    void connectAll() {
        for (Node node : nodes) {
            for (Node other : nodes) {
                for (Shard shard : node.shards) {
                    for (Shard there : node == other ? List.<Shard>of() : other.shards) {
                        connect(shard, there);
                    }
                }
            }
        }
    }

    private void connect(Shard shard, Shard there) {
        if (!shard.links.containsKey(there)) {
            shard.links.put(
                    there,
                    network.connect(
                            new FakeNetwork.End(shard.node.id, shard.index, shard),
                            new FakeNetwork.End(there.node.id, there.index, there)));
        }
    }

    void cutSomeLink() {
        List<NodeLink> links = nodes.stream()
                .flatMap(node -> node.shards.stream())
                .flatMap(shard -> shard.links.values().stream())
                .toList();
        if (!links.isEmpty()) {
            network.cut(links.get(random.nextInt(links.size())));
        }
    }

    /// Lets everything come to rest, as far as it does without a tick.
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = step();
        }
    }

    /// Does one thing here and one there.
    boolean step() {
        boolean busy = network.step();
        for (Node node : nodes) {
            for (Shard shard : node.shards) {
                busy |= shard.loop.step();
            }
            while (node.storesAtOnce && !node.unstored.isEmpty()) {
                node.store();
                busy = true;
            }
        }
        return busy;
    }

    /// Some time passes.
    void pass(long by) {
        for (long rest = by; rest > 0; rest -= 50) {
            millis += 50;
            nodes.forEach(node -> node.shards.forEach(shard -> shard.loop.tick()));
            settle();
        }
    }

    Node owner(String topic) {
        NodeId owner = owners[VShard.of(topic.getBytes(UTF_8))];
        return nodes.stream().filter(node -> node.id.equals(owner)).findFirst().orElseThrow();
    }

    /// A virtual shard has no owner any more.
    void release(int vshard) {
        for (Node node : nodes) {
            if (node.held.get(vshard)) {
                node.held.clear(vshard);
                node.kept.values().removeIf(message -> {
                    boolean its = VShard.of(message.topic().utf8()) == vshard;
                    if (its) {
                        stored.put(message.topic(), message);
                    }
                    return its;
                });
                while (!node.unstored.isEmpty()) {
                    node.store();
                }
            }
        }
        owners[vshard] = null;
        ownersChanged();
    }

    private void ownersChanged() {
        nodes.forEach(node -> node.shards.forEach(shard -> shard.retains.ownersChanged()));
    }

    /// A virtual shard has an owner.
    void acquire(int vshard, Node node) {
        stored.values().removeIf(message -> {
            boolean its = VShard.of(message.topic().utf8()) == vshard;
            if (its) {
                node.kept.put(message.topic(), message);
            }
            return its;
        });
        node.held.set(vshard);
        owners[vshard] = node.id;
        ownersChanged();
    }

    /// One start of a node.
    final class Node {
        final NodeId id;
        final List<Shard> shards = new ArrayList<>();
        final BitSet held = new BitSet();
        final TreeMap<Topic, Message> kept = new TreeMap<>();
        final List<Runnable> unstored = new ArrayList<>();
        boolean storesAtOnce = true;

        Node(NodeId id, int loops) {
            this.id = id;
            for (int i = 0; i < loops; i++) {
                shards.add(new Shard(this, i));
            }
        }

        void joined(Node other) {
            shards.forEach(shard -> shard.retains.joined(other.id, other.shards.size()));
        }

        void left(Node other) {
            shards.forEach(shard -> shard.retains.left(other.id));
        }

        void store() {
            unstored.remove(random.nextInt(unstored.size())).run();
        }

        /// Has the owner keep a message, by the shard of its virtual shard.
        void retain(Message message, @Nullable Runnable confirm) {
            int home = VShard.of(message.topic().utf8()) % shards.size();
            shards.get(home).retains.retain(INSTANCE, message, confirm);
        }

        Asked ask(String filter) {
            return new Asked(shards.get(random.nextInt(shards.size())), filter);
        }

        long figure(RetainCounters.Figure figure) {
            return shards.stream()
                    .mapToLong(shard -> shard.retains.counters().value(figure))
                    .sum();
        }

        @Nullable
        String payload(String topic) {
            Message message = kept.get(Topic.of(topic));
            return message == null ? null : new String(message.payload(), UTF_8);
        }
    }

    /// What a subscriber gets.
    final class Asked {
        final List<String> got = new ArrayList<>();
        final RetainedSource source;
        boolean more = true;
        int arrived;

        Asked(Shard shard, String filter) {
            source = shard.retains.retained(INSTANCE, TopicFilter.parse(filter), () -> arrived++);
        }

        /// Takes so many at most.
        Asked take(int most) {
            int before = got.size();
            while (more && !source.waits() && got.size() - before < most) {
                more = source.next(
                        most,
                        () -> got.size() - before < most,
                        m -> got.add(m.topic() + "=" + new String(m.payload(), UTF_8)));
            }
            return this;
        }

        /// Takes what comes until there is no more, without any time passing.
        Asked takeAll() {
            boolean busy = true;
            while (more && busy) {
                int before = got.size();
                take(Integer.MAX_VALUE);
                busy = step() || got.size() > before;
            }
            take(Integer.MAX_VALUE);
            return this;
        }
    }

    /// A shard, and who uses the links of its loop.
    final class Shard implements NodeLinkUser, Owners {
        final Node node;
        final int index;
        final TurnLoop loop = new TurnLoop();
        final Retains retains;
        final Map<Shard, NodeLink> links = new HashMap<>();

        Shard(Node node, int index) {
            this.node = node;
            this.index = index;
            this.retains = new Retains(index, loop, this, RetainWorld.this, RetainOptions.USUAL);
            retains.start(new KeepingShard(node, loop));
        }

        @Override
        public NodeId self() {
            return node.id;
        }

        @Override
        public @Nullable NodeId owner(int vshard) {
            return owners[vshard];
        }

        @Override
        public boolean mayAnswer() {
            return true;
        }

        @Override
        public void opened(NodeLink link) {
            retains.opened(link);
        }

        @Override
        public void received(NodeLink link, int type, ByteBuffer body) {
            retains.received(link, type, body);
        }

        @Override
        public void drained(NodeLink link) {
            retains.drained(link);
        }

        @Override
        public void closed(NodeLink link) {
            links.values().remove(link);
            retains.closed(link);
        }
    }
}
