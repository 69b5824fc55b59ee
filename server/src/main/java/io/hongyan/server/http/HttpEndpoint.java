package io.hongyan.server.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hongyan.transport.AddressText;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An HTTP server on one address. Each request has a virtual thread.
public final class HttpEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int TOO_LARGE = 413;

    private final HttpServer server;
    private final ExecutorService threads;

    private HttpEndpoint(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /// Listens from now on.
    ///
    /// @param address port 0 = any free one
    /// @throws IOException when the address cannot be bound
    public static HttpEndpoint start(String name, InetSocketAddress address, Handler handler) throws IOException {
        bounds();
        HttpServer server = HttpServer.create(address, 0);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(handler, exchange));
        server.start();
        return new HttpEndpoint(server, threads);
    }

    /// The JDK's server reads these once, and waits for ever without them.
    private static void bounds() {
        Map.of(
                        "sun.net.httpserver.maxReqTime", "5",
                        "sun.net.httpserver.maxRspTime", "30",
                        "sun.net.httpserver.nodelay", "true",
                        "jdk.httpserver.maxConnections", "2048")
                .forEach((key, value) -> {
                    if (System.getProperty(key) == null) {
                        System.setProperty(key, value);
                    }
                });
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static void serve(Handler handler, HttpExchange exchange) throws IOException {
        try (exchange) {
            Response response = answer(handler, exchange);
            exchange.getResponseHeaders().set("Content-Type", response.type());
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static Response answer(Handler handler, HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return Response.error(TOO_LARGE, "too-large", "a body has at most " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return handler.answer(request(exchange, new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return Response.error(400, "bad-request", String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            LOG.log(
                    Level.ERROR,
                    "a request failed: " + exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                    e);
            return Response.error(500, "internal", "a fault of the server; its log has more");
        }
    }

    private static Request request(HttpExchange exchange, String body) {
        List<String> path = new ArrayList<>();
        for (String part : exchange.getRequestURI().getRawPath().split("/", -1)) {
            path.add(decoded(part.replace("+", "%2B")));
        }
        path.removeFirst(); // before the first slash
        if (!path.isEmpty() && path.getLast().isEmpty()) {
            path.removeLast(); // behind one at the end
        }
        Map<String, String> query = new LinkedHashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
        }
        @Nullable String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        return new Request(
                exchange.getRequestMethod(),
                path,
                query,
                authorization == null ? "" : authorization,
                body,
                AddressText.of(exchange.getRemoteAddress()));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
