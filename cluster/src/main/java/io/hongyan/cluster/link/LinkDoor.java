package io.hongyan.cluster.link;

import io.hongyan.cluster.link.Refusal.Reason;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Peer;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Where the links of other nodes come in: the acceptor of the port of the cluster. Its listener has to ask for client
/// certificates.
///
/// Any loop.
public final class LinkDoor implements Acceptor {
    /// Connections that have not said who they are.
    private static final int MOST_UNKNOWN = 1024;

    private static final int BACKLOG = 1024;
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);

    private final Self self;
    private final List<Links> all;
    private final Map<Loop, Links> byLoop = new HashMap<>();
    private final LinkOptions options;
    private final LinkEvents events;
    private final Set<InetSocketAddress> unknown = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param all the links of every loop of this node, in the order of the loops
    public LinkDoor(Self self, List<Links> all, LinkOptions options, LinkEvents events) {
        if (all.size() != self.loops()) {
            throw new IllegalArgumentException(self.loops() + " loops, and links of " + all.size());
        }
        this.self = self;
        this.all = List.copyOf(all);
        this.options = options;
        this.events = events;
        all.forEach(links -> byLoop.put(links.loop(), links));
    }

    /// How to listen for links.
    ///
    /// @param tls what this node shows, and the authority of the cluster as the one for clients; null = without TLS,
    ///     which the options have to allow, on a loopback address
    public static ListenerOptions listener(InetSocketAddress bind, @Nullable TlsMaterial tls, LinkOptions options) {
        boolean loopback = bind.getAddress() != null && bind.getAddress().isLoopbackAddress();
        if (tls == null && !(options.plain() && loopback)) {
            throw new IllegalArgumentException("links need TLS on " + AddressText.of(bind));
        }
        return new ListenerOptions(
                "cluster",
                tls == null ? ListenerOptions.Kind.TCP : ListenerOptions.Kind.TLS,
                bind,
                BACKLOG,
                "/",
                Set.of(),
                false,
                tls,
                tls == null ? ListenerOptions.ClientAuth.NONE : ListenerOptions.ClientAuth.REQUIRED,
                HANDSHAKE,
                options.highWater());
    }

    /// Lets nobody in any more.
    public void close() {
        closed = true;
    }

    @Override
    public boolean admit(InetSocketAddress address) {
        return !closed && unknown.size() < MOST_UNKNOWN && unknown.add(address);
    }

    @Override
    public void left(InetSocketAddress address) {
        unknown.remove(address);
    }

    @Override
    public void probed(InetSocketAddress address, String listener) {}

    @Override
    public Framing framing() {
        return LinkFraming.HELLO;
    }

    @Override
    public ConnectionHandler accepted(Connection connection) {
        Links links = byLoop.get(connection.loop());
        if (links == null) {
            throw new IllegalStateException("a connection on a loop that has no links");
        }
        return new Arrival(connection, this, links);
    }

    @Override
    public void troubled(String listener, String what, boolean repeated) {
        events.troubled(what, repeated);
    }

    /// It has said who it is.
    void known(Peer peer) {
        unknown.remove(peer.address());
    }

    Links links(int loop) {
        return all.get(loop);
    }

    /// Judges all but whether the other side is a member.
    ///
    /// @return null when nothing is wrong
    @Nullable
    Refusal judge(Hello hello, Peer peer) {
        if (!hello.cluster().equals(self.cluster())) {
            return new Refusal(
                    Reason.OTHER_CLUSTER,
                    self.name() + " is of cluster " + self.cluster() + ", " + hello.node() + " of " + hello.cluster());
        }
        Refusal another = PeerName.check(peer, hello.node(), options.plain());
        if (another != null) {
            return another;
        }
        if (hello.node().equals(self.name())) {
            return new Refusal(
                    Reason.OWN_NAME, "both nodes are called " + self.name() + "; each needs a name of its own");
        }
        if (self.versions().common(hello.versions()) == Versions.NONE) {
            return new Refusal(
                    Reason.NO_COMMON_VERSION,
                    self.name() + " speaks " + self.versions() + " of the protocol of links, " + hello.node() + " "
                            + hello.versions());
        }
        if (hello.toLoop() >= self.loops() || hello.fromLoop() >= hello.loops()) {
            return new Refusal(
                    Reason.LOOP_OUT_OF_RANGE,
                    "from loop " + hello.fromLoop() + " of " + hello.loops() + " to loop " + hello.toLoop() + " of "
                            + self.loops());
        }
        if (hello.largestFrame() < 1) {
            return new Refusal(Reason.UNKNOWN, "a largest frame of " + hello.largestFrame() + " bytes");
        }
        return null;
    }
}
