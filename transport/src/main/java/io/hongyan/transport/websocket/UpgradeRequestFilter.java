package io.hongyan.transport.websocket;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers requests that may not become a WebSocket: wrong path (404), foreign origin (403), no upgrade or another
/// version of WebSocket (426), none of our sub-protocols (400) [MQTT-6.0.0-3]. Others go on to the handshake of Netty,
/// which understands the simplest form of a request only; so they are brought into that form.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class UpgradeRequestFilter extends ChannelInboundHandlerAdapter {
    /// In the order of preference; `mqttv3.1` is what old clients say.
    public static final String SUBPROTOCOLS = "mqtt,mqttv3.1";

    private static final Set<String> KNOWN = Set.of(SUBPROTOCOLS.split(",", -1));

    /// 7 and 8 are drafts with the frames of the final version, 13.
    private static final Set<String> VERSIONS = Set.of("13", "8", "7");

    /// Scheme and authority of a target in absolute form (RFC 9112, chapter 3.2.2).
    private static final Pattern ABSOLUTE = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*");

    private static final int LINGER_SECONDS = 2;

    private final String path;
    private final Set<String> origins;
    private boolean refused;

    public UpgradeRequestFilter(String path, Set<String> origins) {
        this.path = path;
        this.origins = origins;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (refused) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof FullHttpRequest request) {
            Refusal refusal = check(request);
            if (refusal != null) {
                refused = true;
                request.release();
                answer(context, refusal);
                context.fireUserEventTriggered(refusal);
                return;
            }
            simplify(request);
            context.pipeline().remove(this);
        }
        context.fireChannelRead(message);
    }

    /// An answer that is no upgrade. It also goes through the pipeline, as an event.
    ///
    /// @param upgrade whether the request asked for a WebSocket
    public record Refusal(HttpResponseStatus status, String text, boolean upgrade) {}

    private @Nullable Refusal check(FullHttpRequest request) {
        boolean upgrade = tokens(request, HttpHeaderNames.UPGRADE).anyMatch("websocket"::equalsIgnoreCase);
        if (!request.decoderResult().isSuccess()) {
            return unreadable(request.decoderResult().cause(), upgrade);
        }
        if (!origin(request).split("\\?", 2)[0].equals(path)) {
            return new Refusal(HttpResponseStatus.NOT_FOUND, "MQTT over WebSocket is at " + path, upgrade);
        }
        if (!upgrade) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket endpoint", false);
        }
        String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (version == null || !VERSIONS.contains(version)) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket endpoint of version 13", true);
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        if (!origins.isEmpty() && origin != null && !origins.contains(origin)) {
            return new Refusal(HttpResponseStatus.FORBIDDEN, "this origin may not connect", true);
        }
        if (tokens(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).noneMatch(KNOWN::contains)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "offer the sub-protocol mqtt or mqttv3.1", true);
        }
        return null;
    }

    private static Refusal unreadable(Throwable cause, boolean upgrade) {
        return switch (cause) {
            case TooLongHttpHeaderException unusedHeader ->
                new Refusal(
                        HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                        "the headers of the request are too long",
                        upgrade);
            case TooLongHttpLineException unusedLine ->
                new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the target of the request is too long", upgrade);
            case null, default -> new Refusal(HttpResponseStatus.BAD_REQUEST, "malformed request", upgrade);
        };
    }

    /// The target in origin form: path and query.
    private static String origin(FullHttpRequest request) {
        String target = ABSOLUTE.matcher(request.uri()).replaceFirst("");
        return target.startsWith("/") ? target : "/" + target;
    }

    /// The elements of a header that is a list, which may be spread over several lines (RFC 9110, chapter 5.3).
    private static Stream<String> tokens(FullHttpRequest request, CharSequence header) {
        return request.headers().getAll(header).stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::trim);
    }

    private static void simplify(FullHttpRequest request) {
        String protocols =
                tokens(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).collect(Collectors.joining(","));
        request.setUri(origin(request))
                .headers()
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, protocols);
    }

    private static void answer(ChannelHandlerContext context, Refusal refusal) {
        byte[] text = (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refusal.status(), Unpooled.wrappedBuffer(text));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
                .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (refusal.status().equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
            response.headers()
                    .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                    .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        }
        context.writeAndFlush(response).addListener(done -> end(context.channel()));
    }

    /// Closes so that the answer arrives: bytes that came and were not read would make the system reset the connection,
    /// and throw away what the client has not read yet.
    private static void end(Channel channel) {
        if (channel instanceof SocketChannel socket && channel.pipeline().get(SslHandler.class) == null) {
            socket.shutdownOutput();
            channel.eventLoop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
        } else {
            channel.close();
        }
    }
}
