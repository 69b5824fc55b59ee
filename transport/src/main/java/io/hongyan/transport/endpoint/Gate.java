package io.hongyan.transport.endpoint;

import io.hongyan.transport.Acceptor;
import io.hongyan.transport.netty.ListenerErrors;
import io.hongyan.transport.netty.NettyLoop;
import io.hongyan.transport.netty.NettyLoops;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/// Asks for each accepted socket, before it is registered or read, whether it may stay. It accepts nobody
///
///  * for a second when accept itself fails: what it wants may be there then, and until then a loop that tries would
///    spin;
///  * while too many TLS handshakes wait for a loop: those who come wait in the kernel, and the others are served.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class Gate extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 1000;
    private static final long LOOK_MILLIS = 20;

    private final Acceptor acceptor;
    private final ListenerErrors troubles;
    private final NettyLoops loops;
    private boolean paused;

    Gate(Acceptor acceptor, ListenerErrors troubles, NettyLoops loops) {
        this.acceptor = acceptor;
        this.troubles = troubles;
        this.loops = loops;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        SocketChannel child = (SocketChannel) message;
        InetSocketAddress address = child.remoteAddress();
        if (address == null || !acceptor.admit(address)) {
            child.config().setSoLinger(0);
            child.unsafe().closeForcibly();
            return;
        }
        child.closeFuture().addListener(gone -> acceptor.left(address));
        context.fireChannelRead(message);
        if (!paused && isCrowded()) {
            troubles.report(
                    ListenerErrors.Kind.ACCEPT,
                    "many clients begin TLS at once: further ones wait until those before them are through");
            pause(context, LOOK_MILLIS);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
        // The pause comes first: without descriptors, telling may fail as well, for want of a class that can be
        // read. Netty would pause too, and log a stack trace each time.
        pause(context, PAUSE_MILLIS);
        troubles.report(ListenerErrors.Kind.ACCEPT, "accept failed, pausing for a second: " + fault.getMessage());
    }

    private boolean isCrowded() {
        for (NettyLoop loop : loops.all()) {
            if (loop.handshakes().isCrowded()) {
                return true;
            }
        }
        return false;
    }

    private void pause(ChannelHandlerContext context, long millis) {
        paused = true;
        context.channel().config().setAutoRead(false);
        context.channel().eventLoop().schedule(() -> resume(context), millis, TimeUnit.MILLISECONDS);
    }

    private void resume(ChannelHandlerContext context) {
        if (isCrowded()) {
            pause(context, LOOK_MILLIS);
        } else {
            paused = false;
            context.channel().config().setAutoRead(true);
        }
    }
}
