package io.hongyan.transport.endpoint;

import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Listener;
import io.hongyan.transport.Loop;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.netty.ListenerErrors;
import io.hongyan.transport.netty.NettyLoop;
import io.hongyan.transport.netty.NettyLoops;
import io.hongyan.transport.netty.ReadSizes;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Event loops, and the endpoints on them. Uses the kernel's epoll where Netty has native code for it, and NIO
/// elsewhere. Any thread may call it.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class Transport implements AutoCloseable {
    private static final long STOP_MILLIS = 3000;
    private static final ReadSizes READ_SIZES = new ReadSizes();

    private final MultiThreadIoEventLoopGroup group;
    private final NettyLoops loops;
    private final boolean epoll;
    private final ClientTlsContexts contexts = new ClientTlsContexts();

    private Transport(MultiThreadIoEventLoopGroup group, NettyLoops loops, boolean epoll) {
        this.group = group;
        this.loops = loops;
        this.epoll = epoll;
    }

    /// Starts loops.
    ///
    /// @param threadName the threads are called so, with a number from 0
    /// @param count 1 to 1024
    public static Transport start(String threadName, int count) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(count, numbered(threadName), handlers);
        List<NettyLoop> all = new ArrayList<>();
        for (EventExecutor executor : group) {
            ((SingleThreadEventExecutor) executor).addShutdownHook(Transport::onceMore);
            all.add(new NettyLoop((IoEventLoop) executor, Transport::millis));
        }
        return new Transport(group, new NettyLoops(all), epoll);
    }

    public List<Loop> loops() {
        return List.copyOf(loops.all());
    }

    /// Listens.
    ///
    /// @throws TransportException when the address cannot be bound
    public Listener listen(ListenerOptions options, Acceptor acceptor) {
        if (options.bind().isUnresolved()) {
            throw new TransportException(
                    "cannot listen on " + options.bind().getHostString() + " for " + options.name()
                            + ": no address is known for that name",
                    new UnknownHostException(options.bind().getHostString()));
        }
        ListenerErrors troubles = new ListenerErrors(options.name(), acceptor, Transport::millis);
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, options.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new Gate(acceptor, troubles, loops))
                // TCP_NODELAY is what Netty sets by itself; a second time would be a system call for each connection.
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, waterMark(options))
                .childHandler(new ServerPipeline(options, acceptor, troubles, loops));
        ChannelFuture bound = bootstrap.bind(options.bind()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            Throwable cause = bound.cause();
            throw new TransportException(
                    "cannot listen on " + options.bind().getHostString() + ":"
                            + options.bind().getPort() + " for " + options.name() + ": " + cause.getMessage(),
                    cause);
        }
        return new BoundListener(options.name(), bound.channel());
    }

    /// Connects. The future fails with a [TransportException] that names the target and the cause; whoever cancels it
    /// ends the attempt.
    ///
    /// @param framing how what the server sends is cut into frames
    public CompletableFuture<Connection> connect(
            ClientEndpoint endpoint, Loop loop, Framing framing, ConnectionHandler handler) {
        CompletableFuture<Connection> answer = new CompletableFuture<>();
        NettyLoop home = (NettyLoop) loop;
        ClientPipeline pipeline;
        try {
            SslContext tls = endpoint.kind().secure() ? contexts.of(endpoint.trust()) : null;
            pipeline = new ClientPipeline(endpoint, tls, home, framing, handler, answer);
        } catch (TransportException unusable) {
            answer.completeExceptionally(unusable);
            return answer;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(home.eventLoop())
                .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.RECVBUF_ALLOCATOR, READ_SIZES)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        endpoint.connectTimeout().toMillis())
                .handler(pipeline);
        if (endpoint.proxy() != null) {
            // The name is the proxy's business.
            bootstrap.resolver(NoopAddressResolverGroup.INSTANCE);
        }
        if (endpoint.local() != null) {
            bootstrap.localAddress(new InetSocketAddress(endpoint.local(), 0));
            if (epoll) {
                // A port is taken for the pair of both ends, so that it serves once for each address to connect to.
                bootstrap.option(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
            }
        }
        ChannelFuture dialled = bootstrap.connect(address(endpoint)).addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                Throwable cause = done.cause();
                String reason = cause instanceof UnresolvedAddressException
                        ? "no address is known for that name"
                        : String.valueOf(cause.getMessage());
                answer.completeExceptionally(
                        new TransportException("cannot connect to " + endpoint.target() + ": " + reason, cause));
            }
        });
        answer.whenComplete((connection, fault) -> {
            if (answer.isCancelled()) {
                dialled.channel().close();
            }
        });
        return answer;
    }

    /// A name is left to whoever resolves it; what is an address already is one to a proxy too.
    private static InetSocketAddress address(ClientEndpoint endpoint) {
        if (endpoint.proxy() == null && endpoint.address() != null) {
            return new InetSocketAddress(endpoint.address(), endpoint.port());
        }
        InetAddress known = NetUtil.createInetAddressFromIpAddressString(endpoint.host());
        return known == null
                ? InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port())
                : new InetSocketAddress(known, endpoint.port());
    }

    /// Ends the loops with all that is on them.
    @Override
    public void close() {
        // A quiet time of zero would let a loop end in the turn in which it is told to; see onceMore.
        group.shutdownGracefully(1, TimeUnit.MILLISECONDS.toNanos(STOP_MILLIS), TimeUnit.NANOSECONDS)
                .awaitUninterruptibly(STOP_MILLIS + 1000);
    }

    /// Does nothing, at the end of a loop. A loop closes its channels at the beginning of a turn, and may be told to
    /// end after that; having run something for its end, it takes one more turn, and no channel stays open.
    private static void onceMore() {}

    /// Threads are made in the order of the loops, because each loop starts its own with its first timer.
    private static ThreadFactory numbered(String name) {
        AtomicInteger next = new AtomicInteger();
        return task -> new FastThreadLocalThread(task, name + "-" + next.getAndIncrement());
    }

    private static long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static WriteBufferWaterMark waterMark(ListenerOptions options) {
        return new WriteBufferWaterMark(options.highWaterBytes() / 4, options.highWaterBytes());
    }

    private record BoundListener(String name, Channel channel) implements Listener {
        @Override
        public InetSocketAddress address() {
            return (InetSocketAddress) channel.localAddress();
        }

        @Override
        public void close() {
            channel.close().awaitUninterruptibly();
        }
    }
}
