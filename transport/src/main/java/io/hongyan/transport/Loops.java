package io.hongyan.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Our loops by Netty's. Any thread.
final class Loops {
    private final List<NettyLoop> all;
    private final Map<EventLoop, NettyLoop> byEventLoop;

    Loops(List<NettyLoop> all) {
        this.all = List.copyOf(all);
        this.byEventLoop = all.stream().collect(Collectors.toUnmodifiableMap(NettyLoop::eventLoop, loop -> loop));
    }

    List<NettyLoop> all() {
        return all;
    }

    /// The loop that a channel is registered with.
    NettyLoop of(Channel channel) {
        NettyLoop loop = byEventLoop.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a channel of a foreign event loop");
        }
        return loop;
    }
}
