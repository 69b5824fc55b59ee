package io.hongyan.cluster.connection;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.connection.ForwardedStreams.Opened;
import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.codec.Version;
import io.hongyan.codec.wire.PacketDecoder;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sockets of one loop of this node whose sessions other nodes have.
///
/// Confined to that loop.
public final class ForwardedConnections {
    private static final System.Logger LOG = System.getLogger(ForwardedConnections.class.getName());
    private static final String NO_OWNER = "no node of the cluster serves this client id at present: connect again";
    private static final String TOO_MANY =
            "too many clients wait already for nodes of the cluster that cannot be reached: connect again";

    private final Loop loop;
    private final Owners owners;
    private final ConnectionOptions options;
    private final Clock clock;
    private final ConnectionCounters counters;
    private final ClientRefusal refusal;
    private final WaitingConnections waiting;
    private final IdentityHashMap<Link, ForwardedStreams> links = new IdentityHashMap<>();
    private final ByteBuffer pairs = ForwardedStreams.pairs();
    private List<? extends LocalShard> shards = List.of();
    private boolean stopped;

    ForwardedConnections(
            Loop loop,
            Owners owners,
            ConnectionOptions options,
            Clock clock,
            EventSink events,
            ConnectionCounters counters) {
        this.loop = loop;
        this.owners = owners;
        this.options = options;
        this.clock = clock;
        this.counters = counters;
        this.refusal = new ClientRefusal(events);
        this.waiting = new WaitingConnections(options, counters);
    }

    /// Hands a socket over to the owner of its client, as [io.hongyan.broker.node.OtherNodes#forward] says, or sends
    /// the client there. While that
    /// cannot be reached the client waits for a moment, and is refused after that.
    public void forward(int vshard, Connection socket, ByteBuffer connect, Runnable closed) {
        socket.pauseReading();
        if (!stopped && (refer(vshard, socket, connect, closed) || enter(vshard, socket, connect, closed))) {
            return;
        }
        if (stopped || !waiting.hasRoom(connect.remaining())) {
            refuse(Figure.REFUSED_WAITING_FULL, socket, connect, closed, stopped ? NO_OWNER : TOO_MANY);
            return;
        }
        byte[] copy = new byte[connect.remaining()];
        connect.duplicate().get(copy);
        long deadline = clock.steadyMillis() + options.patience().toMillis();
        WaitingConnection one = new WaitingConnection(waiting, socket, vshard, copy, closed, deadline);
        socket.handler(one);
        waiting.add(one);
    }

    /// Other nodes own virtual shards now, or this one: clients that wait are looked at again.
    public void ownersChanged() {
        waiting.retry(one -> enter(one.vshard(), one.socket(), one.connect(), one.closed()));
    }

    /// This node serves no clients any more: all sockets are closed.
    void stop() {
        stopped = true;
        waiting.expire(Long.MAX_VALUE, this::refuse);
        links.values().forEach(ForwardedStreams::stop);
    }

    /// The shards of this node, in their order.
    void start(List<? extends LocalShard> all) {
        shards = List.copyOf(all);
        ownersChanged();
    }

    void tick() {
        waiting.expire(clock.steadyMillis(), this::refuse);
        links.values().forEach(ForwardedStreams::tick);
    }

    // The links that this node opened.

    void opened(Link link) {
        links.put(link, new ForwardedStreams(loop, new StreamLink(link, options, counters), pairs));
        ownersChanged();
    }

    @Nullable
    ForwardedStreams of(Link link) {
        return links.get(link);
    }

    void drained(Link link) {
        ForwardedStreams streams = links.get(link);
        if (streams != null) {
            streams.drained();
        }
        ownersChanged();
    }

    void closed(Link link, LinkEnd why) {
        ForwardedStreams streams = links.remove(link);
        if (streams != null) {
            streams.closed(why);
        }
    }

    /// Sends a client of 5.0 to its owner, if that wants clients to come to it, which saves them the way over the link.
    private boolean refer(int vshard, Connection socket, ByteBuffer connect, Runnable closed) {
        String reference =
                PacketDecoder.announcedVersion(connect) == Version.MQTT_5 ? owners.serverReference(vshard) : null;
        if (reference == null) {
            return false;
        }
        socket.handler(new Passing(closed));
        boolean told = refusal.refer(socket, connect, reference);
        if (told) {
            counters.count(Figure.REFERRED);
        }
        return told;
    }

    /// @return whether the socket need not wait
    private boolean enter(int vshard, Connection socket, ByteBuffer connect, Runnable closed) {
        if (owners.isHere(vshard) && !shards.isEmpty()) {
            counters.count(Figure.TAKEN_HERE);
            takeHere(shards.get(vshard % shards.size()), socket, connect, closed);
            return true;
        }
        Link link = owners.link(vshard);
        ForwardedStreams streams = link == null ? null : links.get(link);
        if (streams == null) {
            return false;
        }
        try {
            byte[] facts = new PeerFacts(socket.peer(), socket.tls()).encoded();
            Opened opened = streams.open(socket, facts, connect, closed);
            if (opened == Opened.NEVER) {
                refuse(
                        Figure.REFUSED_UNTELLABLE,
                        socket,
                        connect,
                        closed,
                        "CONNECT is too large for the cluster's links");
            }
            return opened != Opened.NOT_NOW;
        } catch (PeerFacts.Untellable e) {
            refuse(Figure.REFUSED_UNTELLABLE, socket, connect, closed, String.valueOf(e.getMessage()));
            return true;
        }
    }

    /// Its client belongs to this node now.
    private void takeHere(LocalShard shard, Connection socket, ByteBuffer connect, Runnable closed) {
        byte[] copy = new byte[connect.remaining()];
        connect.duplicate().get(copy);
        socket.handler(new Passing(closed));
        Runnable begin = () -> {
            loop.execute(closed);
            begin(shard, socket, copy);
        };
        if (shard.loop().equals(loop)) {
            begin.run();
        } else {
            socket.move(shard.loop(), begin);
        }
    }

    /// On the loop of the shard.
    private static void begin(LocalShard shard, Connection socket, byte[] connect) {
        ConnectionHandler handler = shard.accept(socket);
        socket.handler(handler);
        try {
            handler.received(socket, ByteBuffer.wrap(connect));
        } catch (RuntimeException fault) {
            if (!handler.violated(socket, fault)) {
                LOG.log(
                        Level.ERROR,
                        "closing the connection of " + socket.peer().address() + " after a fault",
                        fault);
                socket.abort();
            }
        }
    }

    private void refuse(WaitingConnection one) {
        refuse(Figure.REFUSED_NO_OWNER, one.socket(), one.connect(), one.closed(), NO_OWNER);
    }

    private void refuse(Figure reason, Connection socket, ByteBuffer connect, Runnable closed, String why) {
        counters.count(reason);
        socket.handler(new Passing(closed));
        refusal.unavailable(socket, connect, why);
    }

    /// Of a socket that is being closed, or moves to another loop.
    ///
    /// @param closed runs when it is closed
    private record Passing(Runnable closed) implements ConnectionHandler {
        @Override
        public void received(Connection from, ByteBuffer frame) {}

        @Override
        public boolean violated(Connection from, RuntimeException fault) {
            return false;
        }

        @Override
        public void drained(Connection from) {}

        @Override
        public void closed(Connection from, CloseCause cause) {
            closed.run();
        }
    }
}
