package io.hongyan.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/// A TCP proxy in front of a broker, on a loopback port, that injects faults into the MQTT packets: it delays,
/// throttles, drops or duplicates them, ends connections in the place of a packet or after a number of bytes, or stops
/// passing anything while both ends believe that they are connected. Without faults everything passes at once.
///
/// ```java
/// FaultyProxy proxy = broker.proxy();
/// proxy.next(Direction.TO_CLIENT, FaultyProxy.PUBACK, PacketAction.CUT);
/// client.connect("127.0.0.1", proxy.port()); // and publish at QoS 1: its acknowledgement is lost
/// ```
///
/// No byte is lost silently: what [PacketAction#DROP] took is counted by [#dropped()], and in any other case a
/// byte that does not arrive is followed by the end of its connection.
///
/// For MQTT over TCP without TLS. Any thread may call it.
public final class FaultyProxy implements AutoCloseable {
    // Types of packets, of clause 2.1.2.
    public static final int CONNECT = 1;
    public static final int CONNACK = 2;
    public static final int PUBLISH = 3;
    public static final int PUBACK = 4;
    public static final int PUBREC = 5;
    public static final int PUBREL = 6;
    public static final int PUBCOMP = 7;
    public static final int SUBSCRIBE = 8;
    public static final int SUBACK = 9;
    public static final int UNSUBSCRIBE = 10;
    public static final int UNSUBACK = 11;
    public static final int PINGREQ = 12;
    public static final int PINGRESP = 13;
    public static final int DISCONNECT = 14;
    public static final int AUTH = 15;

    private static final Rule NO_RULE = (direction, type, packet) -> PacketAction.PASS;
    private static final CompletableFuture<Void> FLOWING = CompletableFuture.completedFuture(null);

    private final ServerSocket listener;
    private final int target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Rule rule = NO_RULE;
    private volatile Duration delay = Duration.ZERO;
    private volatile int bytesPerSecond;
    private volatile CompletableFuture<Void> flowing = FLOWING;
    private volatile CutPlan cuts = CutPlan.none();

    /// Decides about each packet, on a thread of that connection and direction.
    @FunctionalInterface
    public interface Rule {
        /// @param type 1 to 15, as in clause 2.1.2 of the standard
        /// @param packet all of it, from the first byte of its fixed header; less when the stream ends within it
        PacketAction action(Direction direction, int type, byte[] packet);
    }

    private FaultyProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
        Thread.ofVirtual().name("faulty-proxy").start(this::accept);
    }

    /// A proxy before that port of loopback.
    public static FaultyProxy to(int port) {
        try {
            return new FaultyProxy(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where clients connect.
    public int port() {
        return listener.getLocalPort();
    }

    /// Sets the rule for all packets from now on.
    public void rule(Rule value) {
        rule = value;
    }

    /// Applies the action to the next packet of that type; all others pass.
    public void next(Direction direction, int type, PacketAction action) {
        AtomicInteger left = new AtomicInteger(1);
        rule((way, what, packet) ->
                way == direction && what == type && left.getAndDecrement() > 0 ? action : PacketAction.PASS);
    }

    /// Delays each packet from now on, in both directions; their order stays.
    public void delay(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + value);
        }
        delay = value;
    }

    /// Lets each connection pass at most that many bytes in a second, in each direction, from now on; 0 = all at once.
    public void throttle(int bytesInSecond) {
        if (bytesInSecond < 0) {
            throw new IllegalArgumentException("a number of bytes is not negative: " + bytesInSecond);
        }
        bytesPerSecond = bytesInSecond;
    }

    /// Passes nothing from now on, on old and new connections, and tells no end that the other one has gone: the
    /// connections are half-open. What was sent meanwhile arrives after [#heal()].
    public void freeze() {
        if (flowing.isDone()) {
            flowing = new CompletableFuture<>();
        }
    }

    /// Ends each of the next connections by FIN, after that many bytes of the client.
    ///
    /// @param count how many connections; those after them are not cut
    /// @param bytes 0 = with the first byte, which does not arrive
    /// @return this
    public FaultyProxy cutNext(int count, long bytes) {
        cuts = CutPlan.fixed(count, bytes);
        return this;
    }

    /// Ends each of the next connections by FIN or RST, after a random number of bytes in either direction.
    ///
    /// @param count how many connections; those after them are not cut
    /// @param mostBytes one more than the most bytes that such a connection passes in a direction, from 1
    /// @param random of a seed, so that a failure can be repeated; only the proxy uses it from now on
    /// @return this
    public FaultyProxy cutNextRandomly(int count, int mostBytes, RandomGenerator random) {
        cuts = CutPlan.random(count, mostBytes, random);
        return this;
    }

    /// Connections to come that [#cutNext] or [#cutNextRandomly] are going to end.
    public int cutsLeft() {
        return cuts.left();
    }

    /// Ends all faults: no rule, delay or throttle any more, no connection is going to be cut, and what was frozen
    /// arrives. Connections stay, except those that are to be cut already.
    public void heal() {
        rule = NO_RULE;
        delay = Duration.ZERO;
        bytesPerSecond = 0;
        cuts = CutPlan.none();
        thaw();
    }

    private void thaw() {
        CompletableFuture<Void> frozen = flowing;
        flowing = FLOWING;
        frozen.complete(null);
    }

    /// Ends all connections by RST, as when a router forgets them.
    ///
    /// @return how many there were
    public int cut() {
        List<ProxiedConnection> present = List.copyOf(connections);
        present.forEach(ProxiedConnection::cut);
        return present.size();
    }

    /// Connections that are open.
    public int connections() {
        return connections.size();
    }

    /// Packets that [PacketAction#DROP] took, since the start.
    public long dropped() {
        return dropped.get();
    }

    /// Ends everything.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
        thaw();
    }

    PacketAction action(Direction direction, byte[] packet) {
        return rule.action(direction, (packet[0] & 0xf0) >> 4, packet);
    }

    Duration delay() {
        return delay;
    }

    int bytesPerSecond() {
        return bytesPerSecond;
    }

    /// Incomplete while nothing passes.
    CompletableFuture<Void> flowing() {
        return flowing;
    }

    void countDropped() {
        dropped.incrementAndGet();
    }

    void ended(ProxiedConnection connection) {
        connections.remove(connection);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException e) {
                // the listener was closed
            }
        }
    }

    /// Connects a client to the broker; the client's connection ends where the broker cannot be reached.
    private void connect(Socket client) throws IOException {
        try {
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
            ProxiedConnection connection = new ProxiedConnection(this, client, broker, cuts.next());
            connections.add(connection);
            connection.start();
        } catch (IOException e) {
            client.close();
        }
    }
}
