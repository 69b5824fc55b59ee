package io.hongyan.transport.http;

import io.hongyan.transport.netty.StrictRequestDecoder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// An HTTP server on one address. It has a thread of its own, so that it answers whatever the shards do.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class HttpServer implements AutoCloseable {
    private static final int BACKLOG = 256;
    private static final int LINE_BYTES = 8 << 10;
    private static final int HEADER_BYTES = 16 << 10;
    private static final long STOP_SECONDS = 3;

    private final MultiThreadIoEventLoopGroup group;
    private final ExecutorService threads;
    private final int port;

    private HttpServer(MultiThreadIoEventLoopGroup group, ExecutorService threads, int port) {
        this.group = group;
        this.threads = threads;
        this.port = port;
    }

    /// Listens from now on.
    ///
    /// @param address port 0 = any free one
    /// @throws IOException when the address cannot be bound
    public static HttpServer start(String name, InetSocketAddress address, HttpLimits limits, HttpHandler handler)
            throws IOException {
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, Thread.ofPlatform().daemon().name(name).factory(), NioIoHandler.newFactory());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
        HttpConnections connections = new HttpConnections(limits, handler);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (connections.open(channel)) {
                            fill(channel.pipeline(), limits);
                            channel.pipeline().addLast(new HttpServerConnection(limits, handler, connections, threads));
                        }
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(group, threads);
            throw bound.cause() instanceof IOException fault
                    ? fault
                    : new IOException("cannot listen on " + address, bound.cause());
        }
        return new HttpServer(
                group, threads, ((InetSocketAddress) bound.channel().localAddress()).getPort());
    }

    private static void fill(ChannelPipeline pipeline, HttpLimits limits) {
        pipeline.addLast(new WriteTimeoutHandler(limits.answer().toMillis(), TimeUnit.MILLISECONDS));
        pipeline.addLast(new HttpResponseEncoder());
        pipeline.addLast(new StrictRequestDecoder(LINE_BYTES, HEADER_BYTES, limits.bodyBytes(), false));
        pipeline.addLast(new HttpBodyCollector(limits.bodyBytes()));
    }

    public int port() {
        return port;
    }

    /// Closes all connections, and waits some seconds for requests at work.
    @Override
    public void close() {
        stop(group, threads);
    }

    private static void stop(MultiThreadIoEventLoopGroup group, ExecutorService threads) {
        group.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        threads.shutdownNow();
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
