package io.hongyan.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Finds the [NettyLoop] of a channel. Any thread.
public final class NettyLoops {
    private final List<NettyLoop> all;
    private final Map<EventLoop, NettyLoop> byEventLoop;

    public NettyLoops(List<NettyLoop> all) {
        this.all = List.copyOf(all);
        this.byEventLoop = all.stream().collect(Collectors.toUnmodifiableMap(NettyLoop::eventLoop, loop -> loop));
    }

    public List<NettyLoop> all() {
        return all;
    }

    /// The loop that a channel is registered with.
    public NettyLoop of(Channel channel) {
        NettyLoop loop = byEventLoop.get(channel.eventLoop());
        if (loop == null) {
            throw new IllegalStateException("a channel of a foreign event loop");
        }
        return loop;
    }
}
