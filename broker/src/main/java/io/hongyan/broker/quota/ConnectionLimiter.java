package io.hongyan.broker.quota;

import io.hongyan.broker.config.ConnectionLimits;
import io.hongyan.broker.message.Clock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides right after accept whether a connection is admitted. Rates are counted in whole seconds: cheap, bounded, and
/// sufficient against floods. Any thread; a lock guards the counts. It is held for a few instructions, twice per
/// connection.
public final class ConnectionLimiter {
    private static final int MOST_ADDRESSES = 65_536;

    private final int usualMaxConnections;
    private final Clock clock;
    private final Map<InetAddress, int[]> open = new HashMap<>();
    private final Map<InetAddress, int[]> recent = new HashMap<>();
    private long second;
    private int thisSecond;
    private int connections;
    private volatile ConnectionLimits limits;

    /// @param maxConnections used when the limits have 0
    public ConnectionLimiter(ConnectionLimits limits, int maxConnections, Clock clock) {
        this.limits = limits;
        this.usualMaxConnections = maxConnections;
        this.clock = clock;
    }

    /// The number of connections at which the next is refused.
    public int maxConnections() {
        ConnectionLimits now = limits;
        return now.maxConnections() > 0 ? now.maxConnections() : usualMaxConnections;
    }

    /// Other limits hold from now on. Connections that are open stay; where those of one address were not limited
    /// before, the ones that are open do not count.
    void limits(ConnectionLimits other) {
        limits = other;
    }

    /// Admits and counts a connection, or returns why it is refused.
    public synchronized @Nullable Refusal admit(InetSocketAddress from) {
        ConnectionLimits now = limits;
        startSecond();
        InetAddress address = from.getAddress();
        if (connections >= maxConnections()) {
            return Refusal.CONNECTIONS;
        }
        if (now.connectsPerSecond() > 0 && thisSecond >= now.connectsPerSecond()) {
            return Refusal.RATE;
        }
        if (over(recent, address, now.connectsPerSecondPerAddress())) {
            return Refusal.RATE_OF_ADDRESS;
        }
        if (over(open, address, now.connectionsPerAddress())) {
            return Refusal.CONNECTIONS_OF_ADDRESS;
        }
        thisSecond++;
        connections++;
        count(recent, address, now.connectsPerSecondPerAddress());
        count(open, address, now.connectionsPerAddress());
        return null;
    }

    /// An admitted connection has closed.
    public synchronized void release(InetSocketAddress from) {
        connections--;
        int[] count = open.get(from.getAddress());
        if (count != null && --count[0] <= 0) {
            open.remove(from.getAddress());
        }
    }

    /// The number of admitted connections that are open.
    public synchronized int connections() {
        return connections;
    }

    /// Why a connection was refused; the name in lower case is the label of the metric.
    public enum Refusal {
        CONNECTIONS,
        RATE,
        RATE_OF_ADDRESS,
        CONNECTIONS_OF_ADDRESS
    }

    private void startSecond() {
        long now = clock.steadyMillis() / 1000;
        if (now != second) {
            second = now;
            thisSecond = 0;
            recent.clear();
        }
    }

    private static boolean over(Map<InetAddress, int[]> counts, InetAddress address, int limit) {
        if (limit == 0) {
            return false;
        }
        int[] count = counts.get(address);
        return count != null ? count[0] >= limit : counts.size() >= MOST_ADDRESSES;
    }

    private static void count(Map<InetAddress, int[]> counts, InetAddress address, int limit) {
        if (limit > 0) {
            counts.computeIfAbsent(address, _ -> new int[1])[0]++;
        }
    }
}
