package io.hongyan.cluster.deliver;

import io.hongyan.broker.Broker;
import io.hongyan.broker.auth.AuthExchange;
import io.hongyan.broker.auth.AuthResult;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.auth.ClientPolicy;
import io.hongyan.broker.auth.ConnectRequest;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.OtherNodes;
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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A broker in a cluster whose virtual shards belong to fixed nodes: those whose rest by the number of nodes is the
/// index of the node. Clients have to connect to their own node.
final class BrokerNode implements Cluster, AutoCloseable {
    static final String INSTANCE = "i";

    final int index;
    final int nodes;
    final NodeId id;
    final Transport transport;
    final ServedVShards served;
    final Routes routes;
    final List<Deliveries> deliveries = new ArrayList<>();
    final Silence events = new Silence();
    private final IntFunction<NodeId> owners;
    private final List<Links> links = new ArrayList<>();
    private final List<CompletableFuture<Void>> acquired = new ArrayList<>();
    private final Listener door;
    private final Broker broker;
    private final Listener clients;
    private final Map<NodeId, BitSet> had = new ConcurrentHashMap<>();
    private List<Node> others = List.of();

    /// @param owners the present start of the node of an index
    BrokerNode(int index, int nodes, long incarnation, int loops, IntFunction<NodeId> owners) {
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
            deliveries.add(its);
            links.add(link);
        }
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        broker = Broker.start(
                BrokerConfig.defaults(),
                all,
                new Everybody(),
                new MemoryStore(),
                EventSink.NONE,
                new TestClock(),
                random,
                this);
        broker.started().join();
        acquired.forEach(CompletableFuture::join);
        links.forEach(Links::start);
        door = transport.listen(LinkDoor.listener(free, null, options), new LinkDoor(self, links, options, events));
        clients = transport.listen(ListenerOptions.of("tcp", ListenerOptions.Kind.TCP, free, null), broker.acceptor());
    }

    private Owners owners() {
        return new Owners() {
            @Override
            public NodeId self() {
                return id;
            }

            @Override
            public NodeId owner(int vshard) {
                return owners.apply(vshard % nodes);
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
    }

    private void left(int loop, NodeId node) {
        if (loop == 0) {
            had.put(node, routes.left(node));
        }
        deliveries.get(loop).left(node, had.getOrDefault(node, new BitSet()));
    }

    private void run(int loop, Runnable task) {
        CompletableFuture.runAsync(task, transport.loops().get(loop)).join();
    }

    @Override
    public OtherNodes shard(int shard) {
        return new Asked(transport.loops().get(shard), deliveries.get(shard));
    }

    @Override
    public void start(List<? extends LocalShard> shards) {
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
            shard.loop().execute(() -> deliveries.get(its).start(shard));
        }
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

        Asked(Loop loop, Deliveries its) {
            this.loop = loop;
            this.its = its;
        }

        @Override
        public boolean owns(int vshard) {
            return vshard % nodes == index;
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
        public void whenRoutesKnown(Runnable then) {
            routes.whenKnown(loop, then);
        }

        @Override
        public boolean congested() {
            return its.congested();
        }
    }

    /// Lets everybody in; a topic `p2p/<client>` names one client.
    private static final class Everybody implements Authenticator {
        private static final String DIRECT = "p2p/";
        private static final ClientPolicy OPEN = ClientPolicy.open();
        private static final ClientPolicy POLICY = new ClientPolicy(
                OPEN.authorizer(),
                OPEN.publishPolicy(),
                OPEN.subscribePolicy(),
                OPEN.controlTopics(),
                topic -> topic.toString().startsWith(DIRECT) ? topic.toString().substring(DIRECT.length()) : null,
                OPEN.presence(),
                OPEN.reactions(),
                OPEN.grantedLimits(),
                OPEN.pace(),
                OPEN.outbound(),
                OPEN.status());

        @Override
        public void authenticate(ConnectRequest request, Consumer<AuthResult> answer) {
            answer.accept(new AuthResult.Admitted(INSTANCE, () -> "", POLICY));
        }

        @Override
        public ClientPolicy policy(String instance) {
            return POLICY;
        }

        @Override
        public @Nullable AuthExchange exchange(String method, ConnectRequest request) {
            return null;
        }
    }
}
