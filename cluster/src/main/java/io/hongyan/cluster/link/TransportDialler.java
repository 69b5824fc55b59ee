package io.hongyan.cluster.link;

import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Framing;
import io.hongyan.transport.Loop;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ClientEndpoint.Trust;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Connects over sockets. Certificates that changed on the disk are read again for the next connection. Any loop.
public final class TransportDialler implements LinkDialler {
    private final Transport transport;
    private final @Nullable Trust trust;
    private final Duration timeout;

    private TransportDialler(Transport transport, @Nullable Trust trust, Duration timeout) {
        this.transport = transport;
        this.trust = trust;
        this.timeout = timeout;
    }

    /// With TLS.
    ///
    /// @param authority a PEM file of the certificates that may vouch for nodes
    /// @param own what this node shows
    /// @param timeout for TCP and TLS together, 1 ms to 10 min
    public static TransportDialler secure(
            Transport transport, Path authority, TlsMaterial.Files own, Duration timeout) {
        return new TransportDialler(transport, Trust.ofAuthority(authority, own), timeout);
    }

    /// Without TLS, to the loopback address alone: for tests.
    public static TransportDialler plain(Transport transport, Duration timeout) {
        return new TransportDialler(transport, null, timeout);
    }

    @Override
    public CompletableFuture<Connection> connect(Node node, Loop loop, Framing framing, ConnectionHandler handler) {
        InetAddress known = node.address().getAddress();
        if (known != null) {
            return connect(node.address(), known, loop, framing, handler);
        }
        CompletableFuture<InetAddress> found = new CompletableFuture<>();
        Thread.ofVirtual().name("link-lookup").start(() -> lookUp(node.address(), found));
        return found.thenComposeAsync(address -> connect(node.address(), address, loop, framing, handler), loop);
    }

    private static void lookUp(InetSocketAddress wanted, CompletableFuture<InetAddress> found) {
        try {
            found.complete(InetAddress.getByName(wanted.getHostString()));
        } catch (UnknownHostException unknown) {
            found.completeExceptionally(new TransportException(
                    "cannot connect to " + wanted.getHostString() + ":" + wanted.getPort()
                            + ": no address is known for that name",
                    unknown));
        }
    }

    private CompletableFuture<Connection> connect(
            InetSocketAddress named, InetAddress address, Loop loop, Framing framing, ConnectionHandler handler) {
        if (trust == null && !address.isLoopbackAddress()) {
            return CompletableFuture.failedFuture(
                    new TransportException("cannot connect to " + address.getHostAddress() + " without TLS"));
        }
        String host = named.getHostString();
        ClientEndpoint endpoint = new ClientEndpoint(
                trust == null ? Kind.TCP : Kind.TLS,
                host,
                named.getPort(),
                "/",
                "",
                Map.of(),
                trust == null ? Trust.SYSTEM : trust,
                timeout,
                null);
        boolean isAddress = host.equals(address.getHostAddress());
        return transport.connect(isAddress ? endpoint : endpoint.at(address), loop, framing, handler);
    }
}
