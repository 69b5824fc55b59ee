package io.hongyan.server.http;

import io.hongyan.broker.message.Clock;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/// An HTTP server on one address. One thread reads from all connections, and each request has a virtual thread, so that
/// it answers whatever the shards do.
public final class HttpEndpoint implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpEndpoint.class.getName());

    private static final int BACKLOG = 256;
    private static final int MOST_THREADS = 8;
    /// For requests at work when the endpoint closes.
    private static final Duration GRACE = Duration.ofSeconds(3);

    /// A proxy's target has a host of its own, which counts instead of the header (RFC 9112, chapter 3.2.2).
    private static final HttpCompliance STRICT =
            HttpCompliance.STRICT.with("hongyan", HttpCompliance.Violation.MISMATCHED_AUTHORITY);

    private final Server server;
    private final ServerConnector connector;
    private final HttpConnections connections;
    private final ExecutorService threads;
    private final int port;

    private HttpEndpoint(
            Server server, ServerConnector connector, HttpConnections connections, ExecutorService threads) {
        this.server = server;
        this.connector = connector;
        this.connections = connections;
        this.threads = threads;
        this.port = connector.getLocalPort();
    }

    /// Listens from now on.
    ///
    /// @param name of its threads, and in the log
    /// @param address port 0 = any free one
    /// @param tls null = without TLS
    /// @throws IOException when the address cannot be bound
    public static HttpEndpoint start(
            String name,
            InetSocketAddress address,
            HttpLimits limits,
            @Nullable HttpTls tls,
            Clock clock,
            Handler handler)
            throws IOException {
        ServerSocketChannel channel = bound(address);
        ScheduledExecutorScheduler timers = new ScheduledExecutorScheduler(name + "-timer", true);
        HttpConnections connections = new HttpConnections(name, limits, timers, clock);
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
        Server server = new Server(pool(name), timers, null);
        EndpointParts parts = new EndpointParts(limits, connections, clock, threads, handler);
        server.setHandler(parts.requests());
        server.setDefaultHandler(parts.requests()); // Jetty's own would look for a picture
        server.setErrorHandler(parts.errors());
        ServerConnector connector = new Listener(server, connections, protocols(limits, tls));
        connector.setIdleTimeout(0); // the connections watch the time themselves
        server.addConnector(connector);
        HttpEndpoint endpoint = null;
        try {
            connector.open(channel);
            server.start();
            endpoint = new HttpEndpoint(server, connector, connections, threads);
            return endpoint;
        } catch (Exception e) {
            throw e instanceof IOException fault ? fault : new IOException("cannot listen on " + address, e);
        } finally {
            if (endpoint == null) {
                stop(server);
                channel.close();
            }
        }
    }

    private static ServerSocketChannel bound(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.socket().setReuseAddress(true);
            channel.socket().bind(address, BACKLOG);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Of its threads one takes new connections and one waits for all; the others come and go.
    private static QueuedThreadPool pool(String name) {
        QueuedThreadPool pool = new QueuedThreadPool(MOST_THREADS, 1);
        pool.setName(name);
        pool.setDaemon(true);
        pool.setReservedThreads(0);
        return pool;
    }

    private static ConnectionFactory[] protocols(HttpLimits limits, @Nullable HttpTls tls) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headBytes());
        http.setHttpCompliance(STRICT);
        http.setUriCompliance(UriCompliance.UNSAFE); // no path is a file here, and Target decodes it part by part
        http.addCustomizer(new SecureRequestCustomizer(false)); // names are the matter of whoever has the certificate
        HttpConnectionFactory plain = new HttpConnectionFactory(http);
        return tls == null
                ? new ConnectionFactory[] {plain}
                : new ConnectionFactory[] {new SslConnectionFactory(new JettyTls(tls), plain.getProtocol()), plain};
    }

    /// Tells the connections of those that come and go. A thread of its own takes new ones, and pauses for a second
    /// when that fails.
    private static final class Listener extends ServerConnector {
        private final HttpConnections connections;

        Listener(Server server, HttpConnections connections, ConnectionFactory... protocols) {
            super(server, null, null, null, 1, 1, protocols);
            this.connections = connections;
        }

        @Override
        protected void onEndPointOpened(EndPoint endPoint) {
            super.onEndPointOpened(endPoint);
            connections.open(endPoint);
        }

        @Override
        protected void onEndPointClosed(EndPoint endPoint) {
            connections.closed(endPoint);
            super.onEndPointClosed(endPoint);
        }
    }

    public int port() {
        return port;
    }

    public HttpStats stats() {
        return connections.stats();
    }

    /// Takes no more requests, waits some seconds for those at work, and closes all connections.
    @Override
    public void close() {
        connector.close();
        connections.finish(GRACE);
        stop(server);
        threads.shutdownNow();
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(Level.WARNING, "an HTTP endpoint did not stop in order", e);
        }
    }
}
