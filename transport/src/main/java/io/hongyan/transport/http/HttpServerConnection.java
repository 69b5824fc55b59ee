package io.hongyan.transport.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One connection: a request at a time, each in time.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class HttpServerConnection extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final long LINGER_MILLIS = 1000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LONG_TARGET = 414;
    private static final int TOO_LONG_HEADERS = 431;

    private final HttpLimits limits;
    private final HttpHandler handler;
    private final HttpConnections connections;
    private final Executor threads;
    /// Those that came with the one at work, in one piece: no more is read meanwhile.
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    private @Nullable ScheduledFuture<?> deadline;
    private boolean busy;

    private record Waiting(HttpCall call, boolean keepAlive) {}

    HttpServerConnection(HttpLimits limits, HttpHandler handler, HttpConnections connections, Executor threads) {
        this.limits = limits;
        this.handler = handler;
        this.connections = connections;
        this.threads = threads;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        expect(context, limits.request());
    }

    private void expect(ChannelHandlerContext context, Duration patience) {
        deadline = context.executor().schedule(() -> context.close(), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancelDeadline();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
        if (request.decoderResult().isFailure()) {
            waiting.clear();
            refuse(context, request.decoderResult().cause());
            return;
        }
        HttpCall call = new HttpCall(
                request.method().name(),
                request.uri(),
                Objects.requireNonNullElse(request.headers().get(HttpHeaderNames.AUTHORIZATION), ""),
                request.content().toString(StandardCharsets.UTF_8),
                (InetSocketAddress) context.channel().remoteAddress());
        waiting.add(new Waiting(call, HttpUtil.isKeepAlive(request)));
        if (!busy) {
            next(context);
        }
    }

    /// Answers the next request that is there, and reads on when there is none.
    private void next(ChannelHandlerContext context) {
        Waiting next = waiting.poll();
        busy = next != null;
        context.channel().config().setAutoRead(!busy);
        if (next == null) {
            connections.end(context.channel());
            expect(context, limits.idle());
            return;
        }
        cancelDeadline();
        connections.begin(context.channel());
        try {
            threads.execute(() -> {
                HttpAnswer answer = handler.answer(next.call);
                context.executor().execute(() -> write(context, answer, next.keepAlive));
            });
        } catch (RejectedExecutionException stopping) {
            context.close();
        }
    }

    private void refuse(ChannelHandlerContext context, Throwable cause) {
        cancelDeadline();
        int status = cause instanceof TooLongHttpLineException
                ? TOO_LONG_TARGET
                : cause instanceof TooLongHttpHeaderException ? TOO_LONG_HEADERS : BAD_REQUEST;
        String why =
                status == BAD_REQUEST ? "this is no request of HTTP/1.1" : "the request line or a header is too long";
        last(context, response(handler.refusal(status, why), false));
    }

    /// Writes the last answer. What the client still sends is read and thrown away for a while: if it were not, the
    /// client's system might throw the answer away.
    static void last(ChannelHandlerContext context, FullHttpResponse response) {
        context.channel().config().setAutoRead(true);
        context.writeAndFlush(response).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                context.close();
            }
        });
    }

    private void write(ChannelHandlerContext context, HttpAnswer answer, boolean keepAlive) {
        FullHttpResponse response = response(answer, keepAlive);
        context.writeAndFlush(response).addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess() || !keepAlive) {
                context.close();
                return;
            }
            next(context);
        });
    }

    static FullHttpResponse response(HttpAnswer answer, boolean keepAlive) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        if (!keepAlive) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE); // for HTTP/1.0
        }
        return response;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        boolean ofPeer = cause instanceof IOException || cause instanceof CodecException;
        if (!ofPeer && !(cause instanceof WriteTimeoutException)) {
            System.getLogger(HttpServerConnection.class.getName())
                    .log(System.Logger.Level.WARNING, "an HTTP connection ended by an error", cause);
        }
        context.close();
    }
}
