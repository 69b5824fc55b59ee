package io.hongyan.transport.http;

import io.hongyan.transport.http.HttpBodyCollector.Turn;
import io.hongyan.transport.netty.RefusedRequestException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.ReferenceCountUtil;
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
final class HttpServerConnection extends ChannelInboundHandlerAdapter {
    private static final long LINGER_MILLIS = 1000;

    /// What a client may send at once; it comes in one piece, since nothing is read while a request is at work.
    private static final int MOST_WAITING = 1000;

    private static final int BAD_REQUEST = 400;
    private static final int TOO_LONG_TARGET = 414;
    private static final int TOO_LONG_HEADERS = 431;

    private final HttpLimits limits;
    private final HttpHandler handler;
    private final HttpConnections connections;
    private final Executor threads;

    /// What came behind the request at work, in one piece with it: requests and [Turn]s. No more is read meanwhile.
    private final Deque<Object> waiting = new ArrayDeque<>();

    private @Nullable ScheduledFuture<?> deadline;
    private boolean busy;
    private boolean over; // what the client sends from now on is no request

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
        discardWaiting();
    }

    private void discardWaiting() {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (waiting.size() >= MOST_WAITING) {
            ReferenceCountUtil.release(message);
            over = true;
            discardWaiting();
            waiting.add(new Turn.Refused(BAD_REQUEST, "too many requests at once: send one after the other"));
            return;
        }
        waiting.add(message);
        if (!busy) {
            cancelDeadline();
            next(context);
        }
    }

    /// Takes the next request that is there, and reads on when there is none.
    private void next(ChannelHandlerContext context) {
        Object message = waiting.poll();
        busy = message != null;
        context.channel().config().setAutoRead(!busy);
        if (message == null) {
            expect(context, limits.idle());
            return;
        }
        try {
            take(context, message);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void take(ChannelHandlerContext context, Object message) {
        switch (message) {
            case FullHttpRequest request
            when request.decoderResult().isFailure() ->
                refuse(context, request.decoderResult().cause());
            case FullHttpRequest request -> answer(context, request);
            case Turn.Refused refused -> refuse(context, refused.status(), refused.why());
            case Turn.Leave ignored -> {
                context.writeAndFlush(new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
                next(context);
            }
            default -> throw new IllegalStateException("neither a request nor its end: " + message);
        }
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        HttpCall call = new HttpCall(
                request.method().name(),
                request.uri(),
                Objects.requireNonNullElse(request.headers().get(HttpHeaderNames.AUTHORIZATION), ""),
                request.content().toString(StandardCharsets.UTF_8),
                (InetSocketAddress) context.channel().remoteAddress());
        boolean head = request.method().equals(HttpMethod.HEAD);
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        connections.begin(context.channel());
        try {
            threads.execute(() -> {
                HttpAnswer answer = handler.answer(call);
                context.executor().execute(() -> write(context, answer, keepAlive, head));
            });
        } catch (RejectedExecutionException stopping) {
            context.close();
        }
    }

    private void refuse(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof RefusedRequestException refused) {
            refuse(context, refused.status(), String.valueOf(refused.getMessage()));
            return;
        }
        int status = cause instanceof TooLongHttpLineException
                ? TOO_LONG_TARGET
                : cause instanceof TooLongHttpHeaderException ? TOO_LONG_HEADERS : BAD_REQUEST;
        String why =
                status == BAD_REQUEST ? "this is no request of HTTP/1.1" : "the request line or a header is too long";
        refuse(context, status, why);
    }

    private void refuse(ChannelHandlerContext context, int status, String why) {
        last(context, response(handler.refusal(status, why), false, false));
    }

    /// Writes the last answer. What the client still sends is read and thrown away for a while: if it were not, the
    /// client's system might throw the answer away. Nothing of it is a request any more.
    private void last(ChannelHandlerContext context, FullHttpResponse response) {
        over = true;
        discardWaiting();
        context.pipeline().addFirst(new Discarding());
        context.channel().config().setAutoRead(true);
        context.writeAndFlush(response).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
            } else {
                context.close();
            }
        });
    }

    private static final class Discarding extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    /// Writes an answer. Until the client has taken it, the connection gives way to others like a silent one.
    private void write(ChannelHandlerContext context, HttpAnswer answer, boolean keepAlive, boolean head) {
        connections.end(context.channel());
        if (!keepAlive) {
            last(context, response(answer, false, head));
            return;
        }
        context.writeAndFlush(response(answer, true, head)).addListener((ChannelFutureListener) done -> {
            if (done.isSuccess()) {
                next(context);
            } else {
                context.close();
            }
        });
    }

    /// @param head whether the request asks for the headers only
    private static FullHttpResponse response(HttpAnswer answer, boolean keepAlive, boolean head) {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
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
