package io.hongyan.cluster.deliver;

import io.hongyan.broker.Broker;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.Store;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cluster.link.LinkDoor;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.cluster.link.Links;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.link.TestClock;
import io.hongyan.cluster.link.TransportDialler;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.peer.OverLinks;
import io.hongyan.cluster.retain.RetainCounters;
import io.hongyan.cluster.retain.RetainOptions;
import io.hongyan.cluster.retain.Retains;
import io.hongyan.cluster.route.Routes;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.Listener;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A broker in a cluster whose virtual shards belong at first to the node whose index is the rest by the number of
/// nodes, and then to whom the test [gives][#give] them. Clients have to connect to their own node.
final class BrokerNode implements Cluster, AutoCloseable {
    static final String INSTANCE = "i";

    final int index;
    final int nodes;
    final NodeId id;
    final Transport transport;
    final ServedVShards served;
    final Routes routes;
    final List<Deliveries> deliveries = new ArrayList<>();
    final List<Retains> retains = new ArrayList<>();
    final Silence events = new Silence();
    final Queue<BrokerEvent.Dropped> drops = new ConcurrentLinkedQueue<>();
    private final IntFunction<NodeId> owners;
    private final AtomicReferenceArray<@Nullable BrokerNode> moved;
    private final List<Links> links = new ArrayList<>();
    private final List<CompletableFuture<Void>> acquired = new ArrayList<>();
    private final Listener door;
    private final Broker broker;
    private final Listener clients;
    private final Map<NodeId, BitSet> had = new ConcurrentHashMap<>();
    private List<Node> others = List.of();
    private List<? extends LocalShard> shards = List.of();

    /// @param owners the present start of the node of an index
    BrokerNode(int index, int nodes, long incarnation, int loops, IntFunction<NodeId> owners) {
        this(
                index,
                nodes,
                incarnation,
                loops,
                owners,
                new AtomicReferenceArray<>(VShard.COUNT),
                new MemoryStore(),
                BrokerConfig.defaults());
    }

    /// @param moved who has virtual shards that are no more with whom they were at first; of all nodes
    BrokerNode(
            int index,
            int nodes,
            long incarnation,
            int loops,
            IntFunction<NodeId> owners,
            AtomicReferenceArray<@Nullable BrokerNode> moved,
            Store store,
            BrokerConfig config) {
        this.moved = moved;
        this.index = index;
        this.nodes = nodes;
        this.id = new NodeId("n" + index, incarnation);
        this.owners = owners;
        this.transport = Transport.start(id.name(), loops);
        Random random = new Random(index);
        List<Loop> all = transport.loops();
        this.served = new ServedVShards(id);
        this.routes = new Routes(all.getFirst(), served, random);
        Self self = new Self("test", id.name(), incarnation, loops);
        LinkOptions options = LinkOptions.USUAL.withPlain();
        for (int i = 0; i < loops; i++) {
            Deliveries its = new Deliveries(i, all.get(i), routes, owners(), DeliveryOptions.USUAL);
            Retains keeping = new Retains(i, all.get(i), owners(), new TestClock(), RetainOptions.USUAL);
            Links link = new Links(
                    self,
                    i,
                    all.get(i),
                    TransportDialler.plain(transport, Duration.ofSeconds(3)),
                    options,
                    new TestClock(),
                    random,
                    events);
            if (i == 0) {
                link.use(Routes.FIRST_TYPE, Routes.LAST_TYPE, new OverLinks(routes));
            }
            link.use(Deliveries.FIRST_TYPE, Deliveries.LAST_TYPE, new OverLinks(its));
            link.use(Retains.FIRST_TYPE, Retains.LAST_TYPE, new OverLinks(keeping));
            deliveries.add(its);
            retains.add(keeping);
            links.add(link);
        }
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        broker = Broker.start(config, all, new Everybody(), store, this::told, new TestClock(), random, this);
        broker.started().join();
        acquired.forEach(CompletableFuture::join);
        links.forEach(Links::start);
        door = transport.listen(LinkDoor.listener(free, null, options), new LinkDoor(self, links, options, events));
        clients = transport.listen(ListenerOptions.of("tcp", ListenerOptions.Kind.TCP, free, null), broker.acceptor());
    }

    private void told(BrokerEvent event) {
        if (event instanceof BrokerEvent.Dropped dropped) {
            drops.add(dropped);
        }
    }

    private Owners owners() {
        return new Owners() {
            @Override
            public NodeId self() {
                return id;
            }

            @Override
            public NodeId owner(int vshard) {
                BrokerNode other = moved.get(vshard);
                return other == null ? owners.apply(vshard % nodes) : other.id;
            }

            @Override
            public boolean mayAnswer() {
                return true;
            }
        };
    }

    Node node() {
        return new Node(
                id.name(), id.incarnation(), door.address(), transport.loops().size());
    }

    int port() {
        return clients.address().getPort();
    }

    /// These are the others.
    void members(List<Node> now) {
        List<Node> before = others;
        others = now.stream().filter(node -> !node.name().equals(id.name())).toList();
        for (int i = 0; i < links.size(); i++) {
            int loop = i;
            run(loop, () -> {
                for (Node node : before) {
                    if (others.stream().noneMatch(other -> same(node, other))) {
                        left(loop, new NodeId(node.name(), node.incarnation()));
                    }
                }
                for (Node node : others) {
                    if (before.stream().noneMatch(other -> same(node, other))) {
                        joined(loop, node);
                    }
                }
                links.get(loop).members(others);
            });
        }
    }

    /// Waits until it knows the filters of all others.
    void awaitRoutes() {
        Loop first = transport.loops().getFirst();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> CompletableFuture.supplyAsync(routes::hasHeardAll, first)
                                .join()
                        && (others.size() < nodes - 1 || served.unserved() == null));
    }

    private static boolean same(Node one, Node other) {
        return one.name().equals(other.name()) && one.incarnation() == other.incarnation();
    }

    private void joined(int loop, Node node) {
        NodeId its = new NodeId(node.name(), node.incarnation());
        if (loop == 0) {
            routes.joined(its);
        }
        deliveries.get(loop).joined(its, node.loops());
        retains.get(loop).joined(its, node.loops());
    }

    private void left(int loop, NodeId node) {
        if (loop == 0) {
            had.put(node, routes.left(node));
        }
        deliveries.get(loop).left(node, had.getOrDefault(node, new BitSet()));
        retains.get(loop).left(node);
    }

    private void run(int loop, Runnable task) {
        CompletableFuture.runAsync(task, transport.loops().get(loop)).join();
    }

    @Override
    public OtherNodes shard(int shard) {
        return new Asked(transport.loops().get(shard), deliveries.get(shard), retains.get(shard));
    }

    @Override
    public void start(List<? extends LocalShard> started) {
        shards = started;
        for (int i = 0; i < shards.size(); i++) {
            LocalShard shard = shards.get(i);
            int its = i;
            for (int vshard = 0; vshard < VShard.COUNT; vshard++) {
                if (vshard % nodes == index && vshard % shards.size() == i) {
                    CompletableFuture<Void> opened = new CompletableFuture<>();
                    acquired.add(opened);
                    int each = vshard;
                    shard.loop()
                            .execute(() -> shard.acquire(each, () -> {
                                routes.begun(each, id.incarnation());
                                opened.complete(null);
                            }));
                }
            }
            shard.loop().execute(() -> {
                deliveries.get(its).start(shard);
                retains.get(its).start(shard);
            });
        }
    }

    /// Gives virtual shards that it has to another node.
    ///
    /// @param between runs when it has given them up, and the other one has not taken them over
    void give(BitSet vshards, BrokerNode to, Runnable between) {
        List<CompletableFuture<Void>> released = new ArrayList<>();
        for (LocalShard shard : shards) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            released.add(done);
            shard.loop().execute(() -> shard.release(vshards, () -> done.complete(null)));
        }
        released.forEach(CompletableFuture::join);
        between.run();
        vshards.stream().forEach(vshard -> moved.set(vshard, to));
        to.take(vshards);
    }

    private void take(BitSet vshards) {
        List<CompletableFuture<Void>> opened = new ArrayList<>();
        vshards.stream().forEach(vshard -> {
            LocalShard shard = shards.get(vshard % shards.size());
            CompletableFuture<Void> done = new CompletableFuture<>();
            opened.add(done);
            shard.loop().execute(() -> shard.acquire(vshard, () -> done.complete(null)));
        });
        opened.forEach(CompletableFuture::join);
    }

    long figure(RetainCounters.Figure figure) {
        return retains.stream().mapToLong(each -> each.counters().value(figure)).sum();
    }

    /// How many retained messages it has in memory.
    long retained() {
        return broker.stats().retainedMessages();
    }

    @Override
    public void filterAdded(String instance, TopicFilter filter) {
        routes.added(instance, filter);
    }

    @Override
    public void filterRemoved(String instance, TopicFilter filter) {
        routes.removed(instance, filter);
    }

    @Override
    public void close() {
        clients.close();
        door.close();
        for (int i = 0; i < links.size(); i++) {
            run(i, links.get(i)::stop);
        }
        broker.close();
        transport.close();
    }

    private final class Asked implements OtherNodes {
        private final Loop loop;
        private final Deliveries its;
        private final Retains keeping;

        Asked(Loop loop, Deliveries its, Retains keeping) {
            this.loop = loop;
            this.its = its;
            this.keeping = keeping;
        }

        @Override
        public boolean owns(int vshard) {
            BrokerNode other = moved.get(vshard);
            return other == null ? vshard % nodes == index : other.index == index;
        }

        @Override
        public void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed) {
            throw new IllegalStateException("clients connect to their own node");
        }

        @Override
        public @Nullable BitSet unserved() {
            return served.unserved();
        }

        @Override
        public int publish(
                String instance,
                Topic address,
                Message message,
                Set<String> groups,
                @Nullable BitSet unserved,
                @Nullable Runnable confirm) {
            return its.publish(instance, address, message, groups, unserved, confirm);
        }

        @Override
        public void deliver(
                String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
            its.deliver(instance, clientId, message, keep, confirm);
        }

        @Override
        public void retain(String instance, Message message, @Nullable Runnable confirm) {
            keeping.retain(instance, message, confirm);
        }

        @Override
        public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
            return keeping.retained(instance, filter, arrived);
        }

        @Override
        public void whenRoutesKnown(Runnable then) {
            routes.whenKnown(loop, then);
        }

        @Override
        public boolean congested() {
            return its.congested() || keeping.congested();
        }
    }
}
