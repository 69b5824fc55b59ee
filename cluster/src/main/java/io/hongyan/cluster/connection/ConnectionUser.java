package io.hongyan.cluster.connection;

import io.hongyan.broker.event.EventSink;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.node.LocalShard;
import io.hongyan.cluster.connection.ConnectionCounters.Figure;
import io.hongyan.cluster.link.Link;
import io.hongyan.cluster.link.LinkEnd;
import io.hongyan.cluster.link.LinkUser;
import io.hongyan.transport.Loop;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The connections of one loop that run over links: sockets here with their session elsewhere go over the links that
/// this node opened, and sessions here with their socket elsewhere over those that others opened.
///
/// Confined to that loop, but for the constructor and [#counters].
public final class ConnectionUser implements LinkUser {
    /// The types of its frames.
    public static final int FIRST_TYPE = StreamFrames.OPEN;

    public static final int LAST_TYPE = StreamFrames.GONE;

    private static final Duration TICK = Duration.ofMillis(100);

    private final Loop loop;
    private final ConnectionOptions options;
    private final ConnectionCounters counters = new ConnectionCounters();
    private final ForwardedConnections forwarded;
    private final IdentityHashMap<Link, RemoteStreams> remote = new IdentityHashMap<>();
    private @Nullable LocalShard shard;
    /// The link of the last frame, with whoever uses it: frames come in batches.
    private @Nullable Link last;

    private @Nullable ForwardedStreams lastForwarded;
    private @Nullable RemoteStreams lastRemote;

    /// @param loop of a shard of this node
    /// @param owners who owns the virtual shards
    /// @param clock how long clients wait
    /// @param events told of clients that are refused here
    public ConnectionUser(Loop loop, Owners owners, ConnectionOptions options, Clock clock, EventSink events) {
        this.loop = loop;
        this.options = options;
        this.forwarded = new ForwardedConnections(loop, owners, options, clock, events, counters);
    }

    /// The sockets here whose session is elsewhere.
    public ForwardedConnections forwarded() {
        return forwarded;
    }

    /// What happened so far. Any thread.
    public ConnectionCounters counters() {
        return counters;
    }

    /// From now on connections of other nodes are taken.
    ///
    /// @param shards of this node, in their order
    public void start(List<? extends LocalShard> shards) {
        for (LocalShard each : shards) {
            if (each.loop().equals(loop)) {
                shard = each;
            }
        }
        loop.every(TICK, forwarded::tick);
        forwarded.start(shards);
    }

    /// This node ends: all sockets here whose session is elsewhere are closed.
    public void stop() {
        forwarded.stop();
    }

    @Override
    public void opened(Link link) {
        if (link.asked()) {
            forwarded.opened(link);
        } else {
            remote.put(link, new RemoteStreams(loop, new StreamLink(link, options, counters)));
        }
    }

    @Override
    public void received(Link link, int type, ByteBuffer body) {
        if (link != last) {
            last = link;
            lastForwarded = forwarded.of(link);
            lastRemote = remote.get(link);
        }
        try {
            if (lastForwarded != null) {
                lastForwarded.received(type, body);
            } else if (lastRemote != null) {
                lastRemote.received(shard, type, body);
            }
        } catch (StreamException wrong) {
            violated(link, wrong.what());
        } catch (BufferUnderflowException _) {
            violated(link, "a frame of type " + type + " that ends too early");
        }
    }

    private void violated(Link link, String what) {
        counters.count(Figure.LINKS_ENDED);
        link.close(link.node() + " sent what no node sends: " + what);
    }

    @Override
    public void drained(Link link) {
        RemoteStreams streams = remote.get(link);
        if (streams != null) {
            streams.drained();
        } else {
            forwarded.drained(link);
        }
    }

    @Override
    public void closed(Link link, LinkEnd why) {
        if (link == last) {
            last = null;
            lastForwarded = null;
            lastRemote = null;
        }
        RemoteStreams streams = remote.remove(link);
        if (streams != null) {
            streams.closed(why);
        } else {
            forwarded.closed(link, why);
        }
    }
}
