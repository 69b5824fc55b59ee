package io.hongyan.cluster.node;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.Cluster;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.broker.node.OtherNodes;
import io.hongyan.broker.store.VShard;
import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.ask.Questions;
import io.hongyan.cluster.connection.ConnectionCounters;
import io.hongyan.cluster.deliver.DeliveryCounters;
import io.hongyan.cluster.link.LinkCounters;
import io.hongyan.cluster.link.LinkDialler;
import io.hongyan.cluster.link.LinkDoor;
import io.hongyan.cluster.link.Self;
import io.hongyan.cluster.link.TransportDialler;
import io.hongyan.cluster.member.MemberRecord;
import io.hongyan.cluster.owner.Held;
import io.hongyan.cluster.owner.Ownership;
import io.hongyan.cluster.owner.OwnershipListener;
import io.hongyan.cluster.peer.NodeId;
import io.hongyan.cluster.retain.RetainCounters;
import io.hongyan.cluster.route.Routes;
import io.hongyan.cluster.route.ServedVShards;
import io.hongyan.cluster.thread.OwnThread;
import io.hongyan.codec.topic.TopicFilter;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Listener;
import io.hongyan.transport.Loop;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One node of a cluster, to be given to its broker. It joins the cluster when the broker is ready, takes over the
/// virtual shards that are to be its own, serves them, and gives them up.
///
/// Any thread may call it.
public final class ClusterNode implements Cluster, AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofMillis(100);

    private final NodeEvents events;
    private final List<Loop> transportLoops;
    private final List<NodeLoop> loops = new ArrayList<>();
    private final OwnThread thread;
    private final ServedVShards served;
    private final Routes routes;
    private final Questions questions;
    private final @Nullable TlsMaterial certificates;
    private final LinkDoor door;
    private final Listener listener;
    private final Ownership ownership;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();

    private ClusterNode(
            NodeSettings settings,
            Agreement agreement,
            Transport transport,
            @Nullable LinkFiles files,
            Clock clock,
            RandomGenerator random,
            EventSink brokerEvents,
            NodeEvents events) {
        this.events = events;
        this.transportLoops = transport.loops();
        this.thread = new OwnThread(events::failed);
        this.served = new ServedVShards(new NodeId(settings.name(), settings.incarnation()));
        this.routes = new Routes(transportLoops.getFirst(), served, random);
        this.questions = new Questions(transportLoops.getFirst(), clock, PATIENCE);
        Self self = new Self(settings.cluster(), settings.name(), settings.incarnation(), transportLoops.size());
        LinkDialler dialler = files == null
                ? TransportDialler.plain(transport, CONNECT)
                : TransportDialler.secure(transport, files.authority(), files.own(), CONNECT);
        Serving serving = new Serving(served, new OwnLease());
        NodeParts parts = new NodeParts(
                settings,
                self,
                dialler,
                clock,
                random,
                routes,
                questions,
                serving,
                this::serverReference,
                events,
                brokerEvents);
        for (int i = 0; i < transportLoops.size(); i++) {
            loops.add(new NodeLoop(i, transportLoops.get(i), parts));
        }
        served.listen(() -> loops.forEach(NodeLoop::servedChanged));
        this.door = new LinkDoor(self, loops.stream().map(NodeLoop::links).toList(), settings.links(), events);
        this.certificates = files == null ? null : files.material();
        this.listener = transport.listen(LinkDoor.listener(settings.bind(), certificates, settings.links()), door);
        this.ownership = new Ownership(
                agreement,
                thread,
                clock,
                record(settings),
                VShard.COUNT,
                settings.lease(),
                settings.owners(),
                new Owned(),
                new MemberLoops(settings.name(), routes, loops, events));
    }

    /// Opens the port for links.
    ///
    /// @param transport whose loops are those of the broker's shards
    /// @param files null = links without TLS, which the settings have to allow
    /// @param brokerEvents told of clients that are refused here
    /// @throws io.hongyan.transport.TransportException when the port or a file cannot be used
    public static ClusterNode of(
            NodeSettings settings,
            Agreement agreement,
            Transport transport,
            @Nullable LinkFiles files,
            Clock clock,
            RandomGenerator random,
            EventSink brokerEvents,
            NodeEvents events) {
        return new ClusterNode(settings, agreement, transport, files, clock, random, brokerEvents, events);
    }

    private MemberRecord record(NodeSettings settings) {
        return new MemberRecord(
                settings.name(),
                Long.toString(settings.incarnation()),
                settings.address().isEmpty() ? AddressText.of(address()) : settings.address(),
                transportLoops.size(),
                settings.version(),
                settings.startedMillis(),
                settings.home(),
                "",
                settings.serverReference());
    }

    private @Nullable String serverReference(NodeId other) {
        MemberRecord member = ownership.members().get(other.name());
        return member == null
                        || member.serverReference().isEmpty()
                        || !member.incarnation().equals(Long.toString(other.incarnation()))
                ? null
                : member.serverReference();
    }

    /// Of the port for links.
    public InetSocketAddress address() {
        return listener.address();
    }

    /// What the port for links shows, and whom it lets in; null without TLS. Who opens links reads the files anew each
    /// time.
    public @Nullable TlsMaterial certificates() {
        return certificates;
    }

    /// Who owns what, who is there, and what moves.
    public Ownership ownership() {
        return ownership;
    }

    /// Who serves what, as far as this node has heard.
    public ServedVShards served() {
        return served;
    }

    /// Asks other nodes, and answers them.
    public Questions questions() {
        return questions;
    }

    /// Completes when this node has a lease, knows the filters of all members, and serves its first virtual shard, or
    /// sees that others serve all of them.
    public CompletableFuture<Void> joined() {
        return joined;
    }

    @Override
    public OtherNodes shard(int index) {
        return loops.get(index);
    }

    @Override
    public void start(List<? extends LocalShard> shards) {
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = 0; i < loops.size(); i++) {
            NodeLoop loop = loops.get(i);
            LocalShard own = shards.get(i);
            ready.add(CompletableFuture.runAsync(
                    () -> loop.start(own, shards, new VShardDuties(own, routes, ownership::release)), loop::execute));
        }
        var _ = CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)).thenRun(() -> {
            ownership.start();
            loops.getFirst().execute(() -> {
                questions.start();
                transportLoops.getFirst().every(LOOK, this::lookWhetherJoined);
            });
        });
    }

    private void lookWhetherJoined() {
        if (!joined.isDone()
                && ownership.isValid()
                && routes.hasHeardAll()
                && (served.unserved() == null || served.count(served.self()) > 0)) {
            joined.complete(null);
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

    /// Gives up all that this node owns, as a move does: the connections of its clients end, and what they have is in
    /// the store. Then its lease ends, so that others take over at once.
    ///
    /// @return completes when that is done; it may never be when the store takes nothing
    public CompletableFuture<Void> leave() {
        List<CompletableFuture<Void>> empty = new ArrayList<>();
        for (NodeLoop loop : loops) {
            CompletableFuture<Void> its = new CompletableFuture<>();
            empty.add(its);
            loop.execute(() -> loop.leaveAll(() -> its.complete(null)));
        }
        return CompletableFuture.allOf(empty.toArray(CompletableFuture[]::new)).thenCompose(_ -> ownership.leave());
    }

    /// What the links of each loop count.
    public List<LinkCounters> links() {
        return loops.stream().map(loop -> loop.links().counters()).toList();
    }

    /// What the connections of each loop count that are here or there.
    public List<ConnectionCounters> connections() {
        return loops.stream().map(loop -> loop.connections().counters()).toList();
    }

    /// What the messages of each loop to and from other nodes count.
    public List<DeliveryCounters> deliveries() {
        return loops.stream().map(loop -> loop.deliveries().counters()).toList();
    }

    /// What each loop counts about retained messages of other nodes.
    public List<RetainCounters> retained() {
        return loops.stream().map(loop -> loop.retains().counters()).toList();
    }

    /// How many filters of other nodes are known.
    public int knownFilters() {
        return routes.known();
    }

    /// Ends at once: links close, and the lease ends by its time unless the node has [left][#leave].
    @Override
    public void close() {
        door.close();
        listener.close();
        loops.forEach(loop -> loop.execute(loop::stop));
        thread.close();
    }

    private final class OwnLease implements Serving.Lease {
        @Override
        public @Nullable Held held(int vshard) {
            return ownership.held(vshard);
        }

        @Override
        public boolean isValid() {
            return ownership.isValid();
        }
    }

    /// Brings what this node owns to the shards. On the cluster's thread.
    private final class Owned implements OwnershipListener {
        private int owned;

        private void onShard(int vshard, Consumer<VShardDuties> task) {
            NodeLoop loop = loops.get(vshard % loops.size());
            loop.execute(() -> loop.withDuties(task));
        }

        @Override
        public void acquired(int vshard, long epoch) {
            owned++;
            onShard(vshard, duties -> duties.acquired(vshard, epoch));
        }

        @Override
        public void leaving(int vshard, long epoch) {
            onShard(vshard, duties -> duties.leaving(vshard, epoch));
        }

        @Override
        public void released(int vshard) {
            owned--;
        }

        @Override
        public void lostAll(String why) {
            events.lostAll(why, owned);
            owned = 0;
            loops.forEach(loop -> loop.execute(() -> loop.lost(why)));
        }

        @Override
        public void nameTaken(String reason) {
            events.nameTaken(reason);
        }
    }
}
