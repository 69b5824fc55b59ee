package io.hongyan.transport.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The open connections of a server, and which of them gives way when there are too many. Owned by its one thread.
@SuppressWarnings("FutureReturnValueIgnored") // whether a close is over concerns nobody
final class HttpConnections {
    private final HttpLimits limits;
    private final HttpHandler handler;
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private final Map<Channel, InetAddress> all = new LinkedHashMap<>();
    /// Those without a request at work, the longest waiting first.
    private final Map<Channel, InetAddress> waiting = new LinkedHashMap<>();

    HttpConnections(HttpLimits limits, HttpHandler handler) {
        this.limits = limits;
        this.handler = handler;
    }

    /// Takes a connection in.
    ///
    /// @return false when there is no room: it is closed
    boolean open(SocketChannel channel) {
        InetAddress from = channel.remoteAddress().getAddress();
        boolean crowd = byAddress.getOrDefault(from, 0) >= limits.connectionsPerAddress();
        if (crowd && !makeRoom(from, channel, "more than " + limits.connectionsPerAddress() + " from one address")) {
            return false;
        }
        if (all.size() >= limits.connections()
                && !makeRoom(null, channel, "more than " + limits.connections() + " in all")) {
            return false;
        }
        all.put(channel, from);
        waiting.put(channel, from);
        byAddress.merge(from, 1, Integer::sum);
        channel.closeFuture().addListener(done -> closed(channel));
        return true;
    }

    /// @param from of whom a connection is to give way; null = anybody
    private boolean makeRoom(@Nullable InetAddress from, SocketChannel newcomer, String why) {
        for (Map.Entry<Channel, InetAddress> each : waiting.entrySet()) {
            if (from == null || from.equals(each.getValue())) {
                handler.crowded(each.getValue(), why + "; the one that waited longest is closed");
                Channel oldest = each.getKey();
                closed(oldest); // now, since the close may come later
                oldest.close();
                return true;
            }
        }
        handler.crowded(newcomer.remoteAddress().getAddress(), why + ", and all are at work");
        newcomer.close();
        return false;
    }

    private void closed(Channel channel) {
        InetAddress from = all.remove(channel);
        if (from != null) {
            waiting.remove(channel);
            byAddress.computeIfPresent(from, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    /// It has a request at work.
    void begin(Channel channel) {
        waiting.remove(channel);
    }

    /// It waits for its next request.
    void end(Channel channel) {
        InetAddress from = all.get(channel);
        if (from != null) {
            waiting.put(channel, from);
        }
    }
}
