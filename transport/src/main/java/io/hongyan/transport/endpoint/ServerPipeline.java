package io.hongyan.transport.endpoint;

import io.hongyan.transport.Acceptor;
import io.hongyan.transport.AmqpHeader;
import io.hongyan.transport.ClientHello;
import io.hongyan.transport.Peer;
import io.hongyan.transport.netty.ListenerErrors;
import io.hongyan.transport.netty.NettyConnection;
import io.hongyan.transport.netty.NettyLoop;
import io.hongyan.transport.netty.NettyLoops;
import io.hongyan.transport.netty.NoHandler;
import io.hongyan.transport.netty.OutboundFraming;
import io.hongyan.transport.netty.StrictRequestDecoder;
import io.hongyan.transport.tls.TlsFault;
import io.hongyan.transport.websocket.UpgradeRequestFilter;
import io.hongyan.transport.websocket.WebSocketReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.Mapping;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Puts together what stands between the socket and the MQTT frames of an accepted connection: PROXY header, TLS,
/// WebSocket, each only where the listener has it. When all of them are done their place is taken by the connection.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class ServerPipeline extends ChannelInitializer<Channel> {
    private static final int HTTP_LINE = 4096;
    private static final int HTTP_HEADERS = 16 << 10;
    private static final int HTTP_BODY = 4096;

    private final ListenerOptions options;
    private final Acceptor acceptor;
    private final ListenerErrors troubles;
    private final NettyLoops loops;
    private final @Nullable Mapping<String, SslContext> tls;

    ServerPipeline(ListenerOptions options, Acceptor acceptor, ListenerErrors troubles, NettyLoops loops) {
        this.options = options;
        this.acceptor = acceptor;
        this.troubles = troubles;
        this.loops = loops;
        this.tls = options.tls() == null
                ? null
                : options.tls().contexts(options.clientAuth(), protocol(options, acceptor));
    }

    private static @Nullable String protocol(ListenerOptions options, Acceptor acceptor) {
        return options.kind().webSocket() ? "http/1.1" : acceptor.protocol();
    }

    @Override
    protected void initChannel(Channel channel) {
        if (channel.eventLoop().isShuttingDown()) {
            channel.unsafe().closeForcibly(); // it came too late for the loop to close it
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        ListenerOptions.Kind kind = options.kind();
        if (kind == ListenerOptions.Kind.TCP && !options.proxyProtocol()) {
            pipeline.addLast(connection(channel, address(channel), null));
            return;
        }
        Handshake handshake = new Handshake(channel);
        pipeline.addLast(handshake.first);
        if (options.proxyProtocol()) {
            pipeline.addLast(new HAProxyMessageDecoder());
            pipeline.addLast(new ProxyHeader(handshake::proxied));
            pipeline.addLast(handshake.firstBehindProxy);
        }
        if (tls != null) {
            pipeline.addLast(new ServerName(tls, loops.of(channel).handshakes(), options.handshakeTimeout()));
        }
        if (kind.webSocket()) {
            pipeline.addLast(handshake.firstOfHttp);
            pipeline.addLast(new HttpResponseEncoder());
            pipeline.addLast(new StrictRequestDecoder(HTTP_LINE, HTTP_HEADERS, HTTP_BODY));
            pipeline.addLast(new HttpObjectAggregator(HTTP_BODY));
            pipeline.addLast(new UpgradeRequestFilter(options.webSocketPath(), options.origins()));
            pipeline.addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                    .websocketPath(options.webSocketPath())
                    .subprotocols(UpgradeRequestFilter.SUBPROTOCOLS)
                    .checkStartsWith(true)
                    .handshakeTimeoutMillis(options.handshakeTimeout().toMillis())
                    .dropPongFrames(true)
                    .decoderConfig(WebSocketDecoderConfig.newBuilder()
                            .allowExtensions(false)
                            .build())
                    .build()));
        }
        pipeline.addLast(handshake);
        loops.of(channel).after(options.handshakeTimeout(), handshake::expire);
    }

    private NettyConnection connection(Channel channel, InetSocketAddress address, @Nullable TlsPeer facts) {
        Peer peer = TlsPeer.peer(address, options.name(), facts);
        OutboundFraming wire = options.kind().webSocket()
                ? OutboundFraming.MESSAGES
                : facts == null ? OutboundFraming.PLAIN : OutboundFraming.SECURE;
        NettyLoop loop = loops.of(channel);
        NettyConnection connection =
                new NettyConnection(channel, peer, acceptor.framing(), wire, loop, NoHandler.NOBODY);
        connection.handler(acceptor.accepted(connection));
        return connection;
    }

    private static InetSocketAddress address(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress inet
                ? inet
                : InetSocketAddress.createUnresolved("unknown", 0);
    }

    /// Learns whether anything came, and leaves the pipeline when it did.
    private static final class FirstByte extends ChannelInboundHandlerAdapter {
        private boolean came;
        private final Predicate<ByteBuf> mayPass;

        /// @param mayPass whether the first bytes may go on; they are released when not
        FirstByte(Predicate<ByteBuf> mayPass) {
            this.mayPass = mayPass;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes) {
                came = true;
                if (!mayPass.test(bytes)) {
                    bytes.release();
                    return;
                }
                context.pipeline().remove(this);
            }
            context.fireChannelRead(message);
        }
    }

    /// Takes the PROXY header, before anything that cannot read it, and leaves the pipeline.
    private static final class ProxyHeader extends ChannelInboundHandlerAdapter {
        private final Consumer<HAProxyMessage> taken;

        ProxyHeader(Consumer<HAProxyMessage> taken) {
            this.taken = taken;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HAProxyMessage header) {
                context.pipeline().remove(this);
                taken.accept(header);
                header.release();
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    /// Waits at the end of the pipeline until everything before it is ready.
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private static final String NO_PROXY_HEADER = "no PROXY header that can be read came first, and the listener"
                + " has proxyProtocol: true; let the client come by way of the load balancer, let that send the header,"
                + " or remove proxyProtocol";

        private final Channel channel;
        private final FirstByte first =
                new FirstByte(bytes -> options.proxyProtocol() ? mayBeProxy(bytes) : mayBeTls(bytes));
        private final FirstByte firstBehindProxy = new FirstByte(this::mayBeTls);
        private final FirstByte firstOfHttp = new FirstByte(this::mayBeHttp);
        private InetSocketAddress address;
        private @Nullable String serverName;
        private @Nullable TlsPeer facts;
        private boolean waitsForProxy = options.proxyProtocol();
        private boolean waitsForTls = tls != null;
        private boolean waitsForWebSocket = options.kind().webSocket();
        private boolean over;

        Handshake(Channel channel) {
            this.channel = channel;
            this.address = address(channel);
        }

        void proxied(HAProxyMessage header) {
            if (header.sourceAddress() != null && literal(header)) {
                address = new InetSocketAddress(header.sourceAddress(), header.sourcePort());
            }
            waitsForProxy = false;
            proceed();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
            fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: data came before its end");
        }

        /// Tells, and closes, when no PROXY header can begin so: the decoder would wait for its end.
        private boolean mayBeProxy(ByteBuf bytes) {
            if (over || !bytes.isReadable()) {
                return !over;
            }
            int byteRead = bytes.getUnsignedByte(bytes.readerIndex());
            boolean begins = byteRead == 'P' || byteRead == '\r'; // of version 1, of version 2
            if (!begins) {
                fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: " + NO_PROXY_HEADER);
            }
            return begins;
        }

        /// Tells, and closes, when the client does not speak TLS where it should, or speaks it to HTTP.
        private boolean mayBeTls(ByteBuf bytes) {
            if ((tls == null && !options.kind().webSocket()) || !bytes.isReadable()) {
                return true;
            }
            if (over) {
                return false;
            }
            int byteRead = bytes.getUnsignedByte(bytes.readerIndex());
            String plain = tls != null
                    ? TlsFault.plain(bytes.nioBuffer())
                    : ClientHello.mayBegin(byteRead) ? ClientHello.ON_PLAIN_PORT : null;
            if (plain != null) {
                fail(ListenerErrors.Kind.TLS, "connection from", ": " + plain);
            }
            return plain == null;
        }

        /// Tells, and closes, when the client speaks AMQP: the decoder would wait for the end of a line.
        private boolean mayBeHttp(ByteBuf bytes) {
            ByteBuffer first = bytes.nioBuffer();
            boolean amqp = AmqpHeader.begins(first, first.position(), first.limit());
            if (amqp) {
                fail(ListenerErrors.Kind.HANDSHAKE, "connection from", ": " + AmqpHeader.ON_WEB_SOCKET_PORT);
            }
            return !amqp && !over;
        }

        /// Whether the address is one of IP, and not a path or a name that would be looked up.
        private static boolean literal(HAProxyMessage header) {
            return switch (header.proxiedProtocol().addressFamily()) {
                case AF_IPv4, AF_IPv6 -> true;
                case AF_UNSPEC, AF_UNIX -> false;
            };
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent tlsEvent) {
                if (tlsEvent.isSuccess()) {
                    secured(TlsPeer.of(channel, serverName));
                } else {
                    fail(ListenerErrors.Kind.TLS, "TLS handshake with", " failed: " + TlsFault.why(tlsEvent.cause()));
                }
            } else if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
                left(new IOException("the peer closed the connection"));
            } else if (event instanceof SniCompletionEvent sni) {
                serverName = sni.hostname();
            } else if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                waitsForWebSocket = false;
                proceed();
            } else if (event instanceof UpgradeRequestFilter.Refusal refusal) {
                refused(refusal);
            }
        }

        private void secured(TlsPeer peer) {
            if (peer.isExpired()) {
                fail(ListenerErrors.Kind.TLS, "TLS handshake with", " failed: " + TlsFault.EXPIRED);
                return;
            }
            facts = peer;
            waitsForTls = false;
            proceed();
        }

        /// The guard has answered, and closes. A request that asks for no WebSocket is a health check, or somebody who
        /// opened the address in a browser.
        private void refused(UpgradeRequestFilter.Refusal refusal) {
            if (over) {
                return;
            }
            over = true;
            if (refusal.upgrade()) {
                troubles.report(
                        ListenerErrors.Kind.HANDSHAKE,
                        "WebSocket handshake with",
                        address,
                        " refused: " + refusal.text());
            } else {
                acceptor.probed(address, options.name());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            left(new IOException("the peer closed the connection"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            if (ListenerErrors.ofSocket(fault)) {
                left(fault);
                return;
            }
            if (waitsForTls && !waitsForProxy) {
                fail(ListenerErrors.Kind.TLS, "TLS handshake with", " failed: " + TlsFault.why(fault));
                return;
            }
            if (waitsForProxy) {
                fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: " + NO_PROXY_HEADER);
                return;
            }
            String why = fault.getMessage() == null ? "the client sent what cannot be read" : fault.getMessage();
            fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: " + why);
        }

        /// The peer is gone.
        private void left(Throwable how) {
            boolean spoke = expected().came;
            if (!over && !spoke) {
                over = true;
                acceptor.probed(address, options.name());
            }
            if (waitsForTls && spoke) {
                fail(ListenerErrors.Kind.TLS, "TLS handshake with", " failed: " + TlsFault.why(how));
                return;
            }
            if (waitsForProxy) {
                fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: " + NO_PROXY_HEADER);
                return;
            }
            String why = how.getMessage() == null ? "the peer closed the connection" : how.getMessage();
            fail(ListenerErrors.Kind.HANDSHAKE, "handshake with", " failed: " + why);
        }

        /// The first byte of what the client should speak next: with TLS alone, a health check has said nothing yet.
        private FirstByte expected() {
            if (options.kind().webSocket() && !waitsForProxy && !waitsForTls) {
                return firstOfHttp;
            }
            return options.proxyProtocol() && !waitsForProxy ? firstBehindProxy : first;
        }

        void expire() {
            if (!over) {
                fail(
                        ListenerErrors.Kind.TIMEOUT,
                        "handshake with",
                        " took longer than " + options.handshakeTimeout().toSeconds() + " s"
                                + (waitsForProxy && first.came ? ": " + NO_PROXY_HEADER : ""));
            }
        }

        private void proceed() {
            if (!waitsForProxy && !waitsForTls && !waitsForWebSocket) {
                over = true;
                if (options.kind().webSocket()) {
                    WebSocketReader.install(channel.pipeline(), null);
                }
                NettyConnection connection = connection(channel, address, facts);
                channel.pipeline().replace(this, null, connection);
            }
        }

        private void fail(ListenerErrors.Kind kind, String before, String after) {
            if (!over) {
                over = true;
                troubles.report(kind, before, address, after);
            }
            channel.close();
        }
    }
}
