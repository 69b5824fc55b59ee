package io.hongyan.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between clients and a broker on a port of loopback, and does to their MQTT packets what a test wants: delays
/// them, loses them, doubles them, or ends the connection in their place. Without rules everything passes at once.
///
/// ```java
/// FaultyNetwork network = broker.network();
/// network.next(Direction.TO_CLIENT, FaultyNetwork.PUBACK, Fate.CUT);
/// client.connect("127.0.0.1", network.port()); // and publish at QoS 1: its acknowledgement is lost
/// ```
///
/// For MQTT over TCP without TLS. Any thread may call it.
public final class FaultyNetwork implements AutoCloseable {
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

    private static final Rule NO_RULE = (direction, type, packet) -> Fate.PASS;

    private final ServerSocket door;
    private final int target;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile Rule rule = NO_RULE;
    private volatile Duration delay = Duration.ZERO;

    /// Decides about each packet, on a thread of that connection and direction.
    @FunctionalInterface
    public interface Rule {
        /// @param type 1 to 15, as in clause 2.1.2 of the standard
        /// @param packet all of it, from the first byte of its fixed header
        Fate fate(Direction direction, int type, byte[] packet);
    }

    private FaultyNetwork(ServerSocket door, int target) {
        this.door = door;
        this.target = target;
        Thread.ofVirtual().name("faulty-network").start(this::accept);
    }

    /// A network before that port of loopback.
    public static FaultyNetwork to(int port) {
        try {
            return new FaultyNetwork(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where clients connect.
    public int port() {
        return door.getLocalPort();
    }

    /// Sets the rule for all packets from now on.
    public void rule(Rule value) {
        rule = value;
    }

    /// Lets something happen to the next packet of that type; all others pass.
    public void next(Direction direction, int type, Fate fate) {
        AtomicInteger left = new AtomicInteger(1);
        rule((way, what, packet) -> way == direction && what == type && left.getAndDecrement() > 0 ? fate : Fate.PASS);
    }

    /// Delays each packet from now on, in both directions; their order stays.
    public void delay(Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException("a delay is not negative: " + value);
        }
        delay = value;
    }

    /// No rule and no delay any more.
    public void heal() {
        rule = NO_RULE;
        delay = Duration.ZERO;
    }

    /// Ends all connections by RST, as when a router forgets them.
    ///
    /// @return how many there were
    public int cut() {
        List<Line> present = List.copyOf(lines);
        present.forEach(Line::cut);
        return present.size();
    }

    /// Connections that are open.
    public int connections() {
        return lines.size();
    }

    /// Ends everything.
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }

    Fate fate(Direction direction, byte[] packet) {
        return rule.fate(direction, (packet[0] & 0xf0) >> 4, packet);
    }

    Duration delay() {
        return delay;
    }

    void ended(Line line) {
        lines.remove(line);
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                Line line = new Line(this, client, new Socket(InetAddress.getLoopbackAddress(), target));
                lines.add(line);
                line.start();
            } catch (IOException e) {
                // the door was closed, or the broker is not there: then the client sees its connection end
            }
        }
    }
}
