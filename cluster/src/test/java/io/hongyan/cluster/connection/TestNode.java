package io.hongyan.cluster.connection;

import io.hongyan.broker.Broker;
import io.hongyan.broker.SystemClock;
import io.hongyan.broker.auth.Authenticator;
import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.event.BrokerEvent;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.node.RetainedSource;
import io.hongyan.broker.store.VShard;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkCounters;
import io.hongyan.cluster.link.LinkDoor;
import io.hongyan.cluster.link.LinkOptions;
import io.hongyan.cluster.link.Links;
import io.hongyan.cluster.link.Node;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.link.TestClock;
import io.hongyan.cluster.link.TransportDialler;
import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.Connection;
import io.hongyan.transport.Listener;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One node: loops, links without TLS, a broker that keeps everything in memory, and ports for clients. Messages do not
/// travel between nodes here, connections alone do.
final class TestNode implements Cluster, AutoCloseable {
    static final int LOOPS = 2;
    static final String INSTANCE = "test";

    /// Who owns a virtual shard; nobody where it answers the empty name.
    interface Ownership {
        String owner(int vshard);
    }

    final String name;
    final Queue<BrokerEvent> events = new ConcurrentLinkedQueue<>();
    final QuietEvents linkEvents = new QuietEvents();
    final List<ConnectionUser> users = new ArrayList<>();
    final Broker broker;
    /// The owner takes nothing from publishers while this is set.
    volatile boolean congested;

    /// Where clients of the other node are sent; null = nowhere.
    volatile @Nullable String serverReference;

    private final Transport transport;
    private final List<Links> links = new ArrayList<>();
    private final LinkDoor door;
    private final Listener doorListener;
    private final List<Listener> listeners = new ArrayList<>();
    private final CountDownLatch started = new CountDownLatch(LOOPS);
    private volatile Ownership ownership;

    /// What a node is made of.
    ///
    /// @param clock how long clients wait for their owner
    record Parts(
            Ownership ownership,
            ConnectionOptions options,
            LinkOptions linkOptions,
            BrokerConfig config,
            Authenticator authenticator,
            Clock clock) {
        static final LinkOptions PLAIN = LinkOptions.USUAL.withPlain();

        Parts with(ConnectionOptions changed) {
            return new Parts(ownership, changed, linkOptions, config, authenticator, clock);
        }

        Parts with(LinkOptions changed) {
            return new Parts(ownership, options, changed, config, authenticator, clock);
        }

        Parts with(BrokerConfig changed) {
            return new Parts(ownership, options, linkOptions, changed, authenticator, clock);
        }

        Parts with(Authenticator changed) {
            return new Parts(ownership, options, linkOptions, config, changed, clock);
        }

        Parts with(Clock changed) {
            return new Parts(ownership, options, linkOptions, config, authenticator, changed);
        }
    }

    TestNode(String name, Parts parts) {
        this.name = name;
        this.ownership = parts.ownership();
        transport = Transport.start("node-" + name, LOOPS);
        Self self = new Self("geese", name, 1, LOOPS);
        for (int i = 0; i < LOOPS; i++) {
            Links own = new Links(
                    self,
                    i,
                    transport.loops().get(i),
                    TransportDialler.plain(transport, Duration.ofSeconds(3)),
                    parts.linkOptions(),
                    new TestClock(),
                    new Random(i),
                    linkEvents);
            ConnectionUser user = new ConnectionUser(
                    transport.loops().get(i), new StaticOwners(own), parts.options(), parts.clock(), events::add);
            own.use(ConnectionUser.FIRST_TYPE, ConnectionUser.LAST_TYPE, user);
            own.start();
            users.add(user);
            links.add(own);
        }
        door = new LinkDoor(self, links, parts.linkOptions(), linkEvents);
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        doorListener = transport.listen(LinkDoor.listener(free, null, parts.linkOptions()), door);
        broker = Broker.start(
                parts.config(),
                transport.loops(),
                parts.authenticator(),
                new MemoryStore(),
                events::add,
                new SystemClock(),
                new Random(7),
                this);
        broker.started().join();
        await(started);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// As the others see it.
    Node node() {
        return new Node(name, 1, doorListener.address(), LOOPS);
    }

    void members(Node... others) {
        for (Links own : links) {
            onLoop(own, () -> own.members(List.of(others)));
        }
    }

    /// Whether all loops have their links to all loops of the other.
    boolean isLinked(String other) {
        for (Links own : links) {
            for (int i = 0; i < LOOPS; i++) {
                int to = i;
                if (!ask(own, () -> own.to(other, to) != null)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Ends all links that are open.
    void cutLinks(String why) {
        for (Links own : links) {
            onLoop(own, () -> List.copyOf(own.open()).forEach(link -> link.close(why)));
        }
    }

    /// Another order of things, of which all loops hear.
    void ownership(Ownership changed) {
        ownership = changed;
        for (int i = 0; i < LOOPS; i++) {
            ConnectionUser user = users.get(i);
            onLoop(links.get(i), () -> user.forwarded().ownersChanged());
        }
    }

    void stopForwarding() {
        for (int i = 0; i < LOOPS; i++) {
            onLoop(links.get(i), users.get(i)::stop);
        }
    }

    int listen(ListenerOptions.Kind kind) {
        return listen(kind, null, ListenerOptions.ClientAuth.NONE, 1 << 20);
    }

    int listen(
            ListenerOptions.Kind kind,
            @Nullable TlsMaterial material,
            ListenerOptions.ClientAuth clientAuth,
            int highWater) {
        InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener listener = transport.listen(
                new ListenerOptions(
                        kind.name(),
                        kind,
                        free,
                        1024,
                        "/mqtt",
                        Set.of(),
                        false,
                        material,
                        clientAuth,
                        Duration.ofSeconds(10),
                        highWater),
                broker.acceptor());
        listeners.add(listener);
        return listener.address().getPort();
    }

    long count(Figure figure) {
        return users.stream().mapToLong(user -> user.counters().value(figure)).sum();
    }

    long forwardedNow() {
        return users.stream().mapToLong(user -> user.counters().forwardedNow()).sum();
    }

    long remoteNow() {
        return users.stream().mapToLong(user -> user.counters().remoteNow()).sum();
    }

    long waitingNow() {
        return users.stream().mapToLong(user -> user.counters().waitingNow()).sum();
    }

    long linkCount(LinkCounters.Figure figure) {
        return links.stream().mapToLong(own -> own.counters().value(figure)).sum();
    }

    /// What happened so far of that kind.
    <T extends BrokerEvent> List<T> events(Class<T> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void onLoop(Links own, Runnable task) {
        CompletableFuture.runAsync(task, transport.loops().get(links.indexOf(own)))
                .join();
    }

    private <T> T ask(Links own, Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, transport.loops().get(links.indexOf(own)))
                .join();
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        doorListener.close();
        for (Links own : links) {
            onLoop(own, own::stop);
        }
        broker.close();
        transport.close();
    }

    // What the broker asks of its cluster.

    @Override
    public OtherNodes shard(int index) {
        return new Others(index);
    }

    @Override
    public void start(List<? extends LocalShard> all) {
        for (int i = 0; i < LOOPS; i++) {
            int index = i;
            LocalShard shard = all.get(i);
            shard.loop().execute(() -> {
                users.get(index).start(all);
                for (int vshard = index; vshard < VShard.COUNT; vshard += LOOPS) {
                    shard.acquire(vshard, () -> {});
                }
                started.countDown();
            });
        }
    }

    @Override
    public void filterAdded(String instance, TopicFilter filter) {}

    @Override
    public void filterRemoved(String instance, TopicFilter filter) {}

    private boolean isOwn(int vshard) {
        return name.equals(ownership.owner(vshard));
    }

    private final class StaticOwners implements Owners {
        private final Links own;

        StaticOwners(Links own) {
            this.own = own;
        }

        @Override
        public boolean isHere(int vshard) {
            return isOwn(vshard);
        }

        @Override
        public @Nullable Link link(int vshard) {
            return own.to(ownership.owner(vshard), vshard % LOOPS);
        }

        @Override
        public @Nullable String serverReference(int vshard) {
            return isOwn(vshard) ? null : serverReference;
        }
    }

    private final class Others implements OtherNodes {
        private final int index;

        Others(int index) {
            this.index = index;
        }

        @Override
        public boolean owns(int vshard) {
            return isOwn(vshard);
        }

        @Override
        public void forward(int vshard, Connection connection, ByteBuffer connect, Runnable closed) {
            users.get(index).forwarded().forward(vshard, connection, connect, closed);
        }

        @Override
        public @Nullable BitSet unserved() {
            return null;
        }

        @Override
        public int publish(
                String instance,
                Topic address,
                Message message,
                Set<String> served,
                @Nullable BitSet unserved,
                @Nullable Runnable confirm) {
            return 0;
        }

        @Override
        public void deliver(
                String instance, String clientId, Message message, boolean keep, @Nullable Runnable confirm) {
            throw new IllegalStateException("no messages travel here");
        }

        @Override
        public void retain(String instance, Message message, @Nullable Runnable confirm) {
            if (confirm != null) {
                confirm.run();
            }
        }

        @Override
        public RetainedSource retained(String instance, TopicFilter filter, Runnable arrived) {
            return (most, room, sink) -> false;
        }

        @Override
        public void whenRoutesKnown(Runnable then) {
            then.run();
        }

        @Override
        public boolean congested() {
            return congested;
        }
    }
}
