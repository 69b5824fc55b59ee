package io.hongyan.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What stands between the socket and the MQTT frames of a connection that this side makes.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class ClientPipeline extends ChannelInitializer<Channel> {
    private final ClientEndpoint endpoint;
    private final ConnectionHandler handler;
    private final NettyLoop loop;
    private final CompletableFuture<Connection> answer;
    private final @Nullable SslContext tls;

    ClientPipeline(
            ClientEndpoint endpoint, NettyLoop loop, ConnectionHandler handler, CompletableFuture<Connection> answer) {
        this.endpoint = endpoint;
        this.loop = loop;
        this.handler = handler;
        this.answer = answer;
        this.tls = endpoint.kind().secure() ? context(endpoint.trust()) : null;
    }

    @Override
    protected void initChannel(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (tls != null) {
            SslHandler secure = tls.newHandler(channel.alloc(), endpoint.host(), endpoint.port());
            secure.setHandshakeTimeoutMillis(endpoint.connectTimeout().toMillis());
            pipeline.addLast(secure);
        }
        if (endpoint.kind().webSocket()) {
            pipeline.addLast(new HttpClientCodec());
            pipeline.addLast(new HttpObjectAggregator(16 << 10));
            HttpHeaders headers = new DefaultHttpHeaders();
            endpoint.headers().forEach(headers::add);
            String scheme = tls == null ? "ws" : "wss";
            pipeline.addLast(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                    .webSocketUri(
                            URI.create(scheme + "://" + endpoint.host() + ":" + endpoint.port() + endpoint.path()))
                    .version(WebSocketVersion.V13)
                    .subprotocol(endpoint.subprotocol())
                    .customHeaders(headers)
                    .handshakeTimeoutMillis(endpoint.connectTimeout().toMillis())
                    .build()));
        }
        pipeline.addLast(new Handshake());
    }

    private static SslContext context(ClientEndpoint.Trust trust) {
        try {
            SslContextBuilder builder = SslContextBuilder.forClient();
            if (trust.insecure()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
                builder.endpointIdentificationAlgorithm("");
            } else if (trust.authority() != null) {
                builder.trustManager(trust.authority().toFile());
            }
            if (trust.own() != null) {
                builder.keyManager(
                        trust.own().certificates().toFile(), trust.own().key().toFile());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TransportException("cannot use the TLS settings: " + unusable.getMessage(), unusable);
        }
    }

    /// Waits until TLS and WebSocket are ready.
    private final class Handshake extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            if (endpoint.kind() == ListenerOptions.Kind.TCP) {
                ready(context);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            boolean webSocket = endpoint.kind().webSocket();
            if (event instanceof SslHandshakeCompletionEvent tlsEvent) {
                if (!tlsEvent.isSuccess()) {
                    fail(context, tlsEvent.cause());
                } else if (!webSocket) {
                    ready(context);
                }
            } else if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                ready(context);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(context, new java.io.IOException("the server closed the connection during the handshake"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable fault) {
            fail(context, fault);
        }

        private void ready(ChannelHandlerContext context) {
            Channel channel = context.channel();
            Peer peer = TlsFacts.peer(
                    (InetSocketAddress) channel.remoteAddress(), "", tls == null ? null : TlsFacts.of(channel));
            Wire wire = endpoint.kind().webSocket() ? new Wire.Messages() : tls == null ? Wire.PLAIN : Wire.SECURE;
            if (endpoint.kind().webSocket()) {
                WebSocketReader.install(context.pipeline(), false);
            }
            NettyConnection connection = new NettyConnection(channel, peer, wire, loop, handler);
            context.pipeline().replace(this, null, connection);
            answer.complete(connection);
        }

        private void fail(ChannelHandlerContext context, Throwable fault) {
            String target = endpoint.host() + ":" + endpoint.port();
            answer.completeExceptionally(
                    new TransportException("cannot connect to " + target + ": " + fault.getMessage(), fault));
            context.close();
        }
    }
}
