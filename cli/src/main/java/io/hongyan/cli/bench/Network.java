package io.hongyan.cli.bench;

import io.hongyan.cli.option.ServerOptions;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.client.ServerAddress;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.Loop;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.ClientEndpoint;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The loops of a load, and the way to the server that its options name.
final class Network implements AutoCloseable {
    private final Transport transport;
    private final List<ClientEndpoint> endpoints;
    private final ServerAddress address;
    private final AtomicInteger attempts = new AtomicInteger();

    private Network(Transport transport, List<ClientEndpoint> endpoints, ServerAddress address) {
        this.transport = transport;
        this.endpoints = endpoints;
        this.address = address;
    }

    /// Starts that many loops.
    ///
    /// @throws Failure when the options contradict each other
    static Network open(ServerOptions options, int loops) {
        ServerAddress address = options.address();
        List<ClientEndpoint> endpoints = new ArrayList<>();
        for (InetAddress local : options.localAddresses()) {
            endpoints.add(endpoint(options, address, local));
        }
        return new Network(Transport.start("hongyan-net", loops), endpoints, address);
    }

    private static ClientEndpoint endpoint(ServerOptions options, ServerAddress address, @Nullable InetAddress local) {
        try {
            return new ClientEndpoint(
                    kind(address.scheme()),
                    address.host(),
                    address.port(),
                    address.path(),
                    "mqtt",
                    Map.of(),
                    options.tls().trust(),
                    options.connectTimeout(),
                    local);
        } catch (IllegalArgumentException e) {
            throw Failure.usage(address + ": " + e.getMessage());
        }
    }

    private static Kind kind(ServerAddress.Scheme scheme) {
        return switch (scheme) {
            case MQTT -> Kind.TCP;
            case MQTTS -> Kind.TLS;
            case WS -> Kind.WEBSOCKET;
            case WSS -> Kind.SECURE_WEBSOCKET;
        };
    }

    List<Loop> loops() {
        return transport.loops();
    }

    /// Connects; the future ends well when frames can be sent, after all handshakes. It may complete on any thread.
    ///
    /// @param loop the loop that will own the connection
    CompletableFuture<Connection> connect(Loop loop, ConnectionHandler handler) {
        ClientEndpoint endpoint = endpoints.get(Math.floorMod(attempts.getAndIncrement(), endpoints.size()));
        try {
            return transport.connect(endpoint, loop, handler);
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// The server's address for people, such as `mqtt://localhost:1883`.
    String target() {
        return address.toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
