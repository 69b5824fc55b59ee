package io.hongyan.transport.endpoint;

import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Peer;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.netty.Masks;
import io.hongyan.transport.netty.NettyConnection;
import io.hongyan.transport.netty.NettyLoop;
import io.hongyan.transport.netty.OutboundFraming;
import io.hongyan.transport.websocket.WebSocketReader;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.security.SecureRandom;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/// What stands between the socket and the MQTT frames of a connection that this side makes.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class ClientPipeline extends ChannelInitializer<Channel> {
    private static final String CLOSED =
            "the server closed the connection during the handshake; perhaps it expects another protocol on that port";

    private static final String NO_TLS =
            "the server answered the handshake with something that is not TLS; perhaps that port is one without TLS";

    private final ClientEndpoint endpoint;
    private final Framing framing;
    private final ConnectionHandler handler;
    private final NettyLoop loop;
    private final CompletableFuture<Connection> answer;
    private final @Nullable SslContext tls;
    private final UpgradeRefusal refusal = new UpgradeRefusal();

    /// @param tls null = none
    ClientPipeline(
            ClientEndpoint endpoint,
            @Nullable SslContext tls,
            NettyLoop loop,
            Framing framing,
            ConnectionHandler handler,
            CompletableFuture<Connection> answer) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.framing = framing;
        this.handler = handler;
        this.answer = answer;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (endpoint.proxy() != null) {
            pipeline.addLast(proxy(endpoint.proxy()));
        }
        if (tls != null) {
            SslHandler secure = tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
            if (endpoint.trust().ready() != null && !endpoint.trust().anyName()) {
                // Netty leaves contexts that it did not make without a check of the name.
                SSLParameters parameters = secure.engine().getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                secure.engine().setSSLParameters(parameters);
            }
            secure.setHandshakeTimeoutMillis(endpoint.connectTimeout().toMillis());
            pipeline.addLast(secure);
        }
        if (endpoint.kind().webSocket()) {
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(16 << 10));
            pipeline.addLast(refusal);
            pipeline.addLast(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri(URI.create((tls == null ? "ws" : "wss") + "://localhost" + endpoint.path()))
                    .version(WebSocketVersion.V13)
                    .subprotocol(endpoint.subprotocol())
                    .customHeaders(headers())
                    .handshakeTimeoutMillis(endpoint.connectTimeout().toMillis())
                    .build()));
        }
        pipeline.addLast(new Handshake());
    }

    /// Netty takes host and port from a URI, whose host may neither be an address of IPv6 with a zone nor have an
    /// underscore. So what would be made of them stands here.
    private HttpHeaders headers() {
        HttpHeaders headers = new DefaultHttpHeaders();
        endpoint.headers().forEach(headers::add);
        String authority = endpoint.authority();
        if (!headers.contains(HttpHeaderNames.HOST)) {
            headers.set(HttpHeaderNames.HOST, authority);
        }
        if (!headers.contains(HttpHeaderNames.ORIGIN)) {
            headers.set(HttpHeaderNames.ORIGIN, (tls == null ? "http://" : "https://") + authority);
        }
        return headers;
    }

    private ProxyHandler proxy(ClientEndpoint.Proxy by) {
        InetSocketAddress address = endpoint.address() == null
                ? new InetSocketAddress(by.host(), by.port())
                : new InetSocketAddress(endpoint.address(), by.port());
        ProxyHandler handler = switch (by.kind()) {
            case HTTP ->
                by.username() == null || by.password() == null
                        ? new HttpProxyHandler(address)
                        : new HttpProxyHandler(address, by.username(), by.password());
            case SOCKS5 -> new Socks5ProxyHandler(address, by.username(), by.password());
        };
        handler.setConnectTimeoutMillis(endpoint.connectTimeout().toMillis());
        return handler;
    }

    /// Waits until proxy, TLS and WebSocket are ready.
    private final class Handshake extends ChannelInboundHandlerAdapter {
        private boolean secured;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (endpoint.kind() == ListenerOptions.Kind.TCP && endpoint.proxy() == null) {
                ready(context);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            boolean webSocket = endpoint.kind().webSocket();
            if (event instanceof SslHandshakeCompletionEvent tlsEvent) {
                secured = tlsEvent.isSuccess();
                if (!secured) {
                    fail(context, tlsEvent.cause());
                } else if (!webSocket) {
                    ready(context);
                }
            } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ready(context);
            } else if (event instanceof ProxyConnectionEvent && endpoint.kind() == ListenerOptions.Kind.TCP) {
                ready(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(context, new IOException(CLOSED));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            fail(context, fault);
        }

        private void ready(ChannelHandlerContext context) {
            Channel channel = context.channel();
            Peer peer = TlsPeer.peer(
                    (InetSocketAddress) channel.remoteAddress(), "", tls == null ? null : TlsPeer.of(channel, null));
            OutboundFraming wire = tls == null ? OutboundFraming.PLAIN : OutboundFraming.SECURE;
            if (endpoint.kind().webSocket()) {
                Masks masks = new Masks(new SecureRandom());
                wire = new OutboundFraming.Messages(masks);
                context.pipeline().remove(refusal);
                WebSocketReader.install(context.pipeline(), masks);
            }
            NettyConnection connection = new NettyConnection(channel, peer, framing, wire, loop, handler);
            // A name of our own: the one that Netty makes up is another string for each connection.
            context.pipeline().replace(this, "frames", connection);
            answer.complete(connection);
        }

        private void fail(ChannelHandlerContext context, Throwable fault) {
            Throwable cause = tls == null || secured ? fault : inTls(fault);
            answer.completeExceptionally(
                    new TransportException("cannot connect to " + endpoint.target() + ": " + reason(cause), cause));
            context.close();
        }

        /// An end of the connection in place of a handshake is a failed handshake.
        private static Throwable inTls(Throwable fault) {
            boolean ended = fault instanceof IOException
                    && !(fault instanceof SSLException)
                    && !(fault instanceof ProxyConnectException);
            return ended ? new SSLHandshakeException(CLOSED, fault) : fault;
        }

        /// What a proxy answered, in which TLS sees only that it could not write; what a server answered that speaks
        /// HTTP and no WebSocket there; else the fault's own words.
        private String reason(Throwable fault) {
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                if (cause instanceof ProxyConnectException) {
                    return String.valueOf(cause.getMessage());
                }
            }
            if (fault instanceof WebSocketClientHandshakeException handshake && handshake.response() != null) {
                HttpResponseStatus status = handshake.response().status();
                return "the server answered " + status + refusal.words() + " instead of opening a WebSocket at "
                        + endpoint.path()
                        + switch (status.code()) {
                            case 404 -> "; give the path at which it does";
                            case 403 -> "; if it takes certain origins alone, give one of them as header Origin";
                            default -> "";
                        };
            }
            if (fault instanceof ClosedChannelException) {
                return CLOSED;
            }
            if (isNotTls(fault)) {
                return NO_TLS;
            }
            String alert = TlsAlert.meaning(fault);
            if (alert != null) {
                return alert;
            }
            return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        }

        /// Netty puts the bytes that came into the message.
        private static boolean isNotTls(Throwable fault) {
            for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
                if (cause instanceof NotSslRecordException) {
                    return true;
                }
            }
            return false;
        }
    }
}
