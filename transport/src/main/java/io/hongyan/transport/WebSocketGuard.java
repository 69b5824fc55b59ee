package io.hongyan.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Answers requests that may not become a WebSocket: wrong path (404), foreign origin (403), no upgrade (426), none of
/// our sub-protocols (400) [MQTT-6.0.0-3]. Others go on to the handshake.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class WebSocketGuard extends ChannelInboundHandlerAdapter {
    /// In the order of preference; `mqttv3.1` is what old clients say.
    static final String SUBPROTOCOLS = "mqtt,mqttv3.1";

    private static final Set<String> KNOWN = Set.of(SUBPROTOCOLS.split(",", -1));

    private final String path;
    private final Set<String> origins;

    WebSocketGuard(String path, Set<String> origins) {
        this.path = path;
        this.origins = origins;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof FullHttpRequest request) {
            Refusal refusal = check(request);
            if (refusal != null) {
                request.release();
                answer(context, refusal);
                return;
            }
            context.pipeline().remove(this);
        }
        context.fireChannelRead(message);
    }

    private record Refusal(HttpResponseStatus status, String text) {}

    private @Nullable Refusal check(FullHttpRequest request) {
        if (!request.decoderResult().isSuccess()) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "malformed request");
        }
        String asked = request.uri().split("\\?", 2)[0];
        if (!asked.equals(path)) {
            return new Refusal(HttpResponseStatus.NOT_FOUND, "MQTT over WebSocket is at " + path);
        }
        if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket endpoint");
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (!origins.isEmpty() && origin != null && !origins.contains(origin)) {
            return new Refusal(HttpResponseStatus.FORBIDDEN, "this origin may not connect");
        }
        String offered = String.join(",", request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
        if (Arrays.stream(offered.split(",", -1)).map(String::trim).noneMatch(KNOWN::contains)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "offer the sub-protocol mqtt or mqttv3.1");
        }
        return null;
    }

    private static void answer(ChannelHandlerContext context, Refusal refusal) {
        byte[] text = (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), Unpooled.wrappedBuffer(text));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
