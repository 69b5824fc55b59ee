package io.hongyan.transport.websocket;

import io.hongyan.transport.netty.RefusedRequestException;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers requests that may not become a WebSocket: wrong path (404), foreign origin (403), no upgrade or another
/// version of WebSocket (426), none of our sub-protocols (400) [MQTT-6.0.0-3], no handshake of RFC 6455. Others go on
/// to the handshake of Netty, which understands the simplest form of a request only; so they are brought into that
/// form.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
public final class UpgradeRequestFilter extends ChannelInboundHandlerAdapter {
    /// In the order of preference; `mqttv3.1` is what old clients say.
    public static final String SUBPROTOCOLS = "mqtt,mqttv3.1";

    private static final Set<String> KNOWN = Set.of(SUBPROTOCOLS.split(",", -1));

    /// 7 and 8 are drafts with the frames of the final version, 13.
    private static final Set<String> VERSIONS = Set.of("13", "8", "7");

    /// Scheme and authority of a target in absolute form (RFC 9112, chapter 3.2.2).
    private static final Pattern ABSOLUTE = Pattern.compile("^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*");

    private static final int KEY_BYTES = 16;
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
        return checkHandshake(request);
    }

    /// Holds a request to RFC 6455, chapter 4.2.1.
    private @Nullable Refusal checkHandshake(FullHttpRequest request) {
        if (!request.method().equals(HttpMethod.GET)) {
            return new Refusal(HttpResponseStatus.METHOD_NOT_ALLOWED, "a WebSocket is asked for by GET", true);
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "a WebSocket needs HTTP/1.1", true);
        }
        if (tokens(request, HttpHeaderNames.CONNECTION).noneMatch("upgrade"::equalsIgnoreCase)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "the header Connection has to say Upgrade", true);
        }
        List<String> versions = request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
        if (versions.size() != 1 || !VERSIONS.contains(versions.get(0))) {
            return new Refusal(HttpResponseStatus.UPGRADE_REQUIRED, "this is a WebSocket endpoint of version 13", true);
        }
        if (!origins.isEmpty() && !origins.containsAll(request.headers().getAll(HttpHeaderNames.ORIGIN))) {
            return new Refusal(HttpResponseStatus.FORBIDDEN, "this origin may not connect", true);
        }
        if (!isKey(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY))) {
            return new Refusal(
                    HttpResponseStatus.BAD_REQUEST, "send one header Sec-WebSocket-Key, 16 bytes in Base64", true);
        }
        if (tokens(request, HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).noneMatch(KNOWN::contains)) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "offer the sub-protocol mqtt or mqttv3.1", true);
        }
        return null;
    }

    private static boolean isKey(List<String> keys) {
        try {
            return keys.size() == 1 && Base64.getDecoder().decode(keys.get(0)).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Refusal unreadable(Throwable cause, boolean upgrade) {
        return switch (cause) {
            case RefusedRequestException refused ->
                new Refusal(
                        HttpResponseStatus.valueOf(refused.status()), String.valueOf(refused.getMessage()), upgrade);
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
        if (refusal.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, HttpMethod.GET);
        }
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
