package io.hongyan.server.http;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.AddressText;
import io.hongyan.transport.http.HttpAnswer;
import io.hongyan.transport.http.HttpCall;
import io.hongyan.transport.http.HttpHandler;
import io.hongyan.transport.http.HttpLimits;
import io.hongyan.transport.http.HttpServer;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/// An HTTP server on one address. Each request has a virtual thread.
public final class HttpEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());
    private static final long LINE_MILLIS = 10_000;

    private final HttpServer server;
    private final Bridge bridge;

    private HttpEndpoint(HttpServer server, Bridge bridge) {
        this.server = server;
        this.bridge = bridge;
    }

    /// Listens from now on.
    ///
    /// @param name of its threads, and in the log
    /// @param address port 0 = any free one
    /// @throws IOException when the address cannot be bound
    public static HttpEndpoint start(String name, InetSocketAddress address, Clock clock, Handler handler)
            throws IOException {
        return start(name, address, HttpLimits.defaults(), clock, handler);
    }

    static HttpEndpoint start(String name, InetSocketAddress address, HttpLimits limits, Clock clock, Handler handler)
            throws IOException {
        Bridge bridge = new Bridge(name, clock, handler);
        return new HttpEndpoint(HttpServer.start(name, address, limits, bridge), bridge);
    }

    public int port() {
        return server.port();
    }

    /// Connections that were closed because there were too many, since the start.
    public long crowded() {
        return bridge.crowded.get();
    }

    @Override
    public void close() {
        server.close();
    }

    /// Between what the transport gives and what handlers take.
    private static final class Bridge implements HttpHandler {
        private final String name;
        private final Clock clock;
        private final Handler handler;
        private final AtomicLong crowded = new AtomicLong();
        private long told; // of the server's one thread, as is the next
        private long nextLine;

        Bridge(String name, Clock clock, Handler handler) {
            this.clock = clock;
            this.nextLine = clock.steadyMillis();
            this.name = name;
            this.handler = handler;
        }

        @Override
        public HttpAnswer answer(HttpCall call) {
            return answer(response(call));
        }

        private static HttpAnswer answer(Response response) {
            return new HttpAnswer(response.status(), response.type(), response.body());
        }

        private Response response(HttpCall call) {
            try {
                Target target = Target.parse(call.target());
                return handler.answer(new Request(
                        call.method(),
                        target.path(),
                        target.query(),
                        call.authorization(),
                        call.body(),
                        AddressText.of(call.from())));
            } catch (IllegalArgumentException e) {
                return Response.error(400, "bad-request", String.valueOf(e.getMessage()));
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "a request failed: " + call.method() + " " + call.target(), e);
                return Response.error(500, "internal", "a fault of the server; its log has more");
            }
        }

        @Override
        public HttpAnswer refusal(int status, String why) {
            String code = switch (status) {
                case 400 -> "bad-request";
                case 413, 414, 431 -> "too-large";
                default -> "not-supported";
            };
            return answer(Response.error(status, code, why));
        }

        /// One line at once, and one with a sum every ten seconds at most.
        @Override
        public void crowded(InetAddress from, String why) {
            long sum = crowded.incrementAndGet();
            long now = clock.steadyMillis();
            if (now >= nextLine) {
                LOG.log(
                        Level.WARNING,
                        "{0}: too many HTTP connections, from {1}: {2} ({3} closed since the last line)",
                        name,
                        AddressText.of(from),
                        why,
                        Long.toString(sum - told));
                told = sum;
                nextLine = now + LINE_MILLIS;
            }
        }
    }
}
