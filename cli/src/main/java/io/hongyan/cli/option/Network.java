package io.hongyan.cli.option;

import io.hongyan.cli.mqtt.Dialer;
import io.hongyan.cli.terminal.Failure;
import io.hongyan.transport.ClientEndpoint;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import io.hongyan.transport.ListenerOptions.Kind;
import io.hongyan.transport.Loop;
import io.hongyan.transport.Transport;
import io.hongyan.transport.TransportException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The loops of a command, and the way to the server that its options name.
public final class Network implements Dialer, AutoCloseable {
    private final Transport transport;
    private final ClientEndpoint endpoint;
    private final ServerAddress address;

    private Network(Transport transport, ClientEndpoint endpoint, ServerAddress address) {
        this.transport = transport;
        this.endpoint = endpoint;
        this.address = address;
    }

    /// Starts that many loops.
    ///
    /// @throws Failure when the options contradict each other
    public static Network open(ServerOptions options, int loops) {
        ServerAddress address = options.address();
        ClientEndpoint endpoint = new ClientEndpoint(
                kind(address.scheme()),
                address.host(),
                address.port(),
                address.path(),
                "mqtt",
                Map.of(),
                options.tls().trust(),
                options.connectTimeout());
        return new Network(Transport.start("hongyan-net", loops), endpoint, address);
    }

    private static Kind kind(Scheme scheme) {
        return switch (scheme) {
            case MQTT -> Kind.TCP;
            case MQTTS -> Kind.TLS;
            case WS -> Kind.WEBSOCKET;
            case WSS -> Kind.SECURE_WEBSOCKET;
        };
    }

    public List<Loop> loops() {
        return transport.loops();
    }

    @Override
    public CompletableFuture<Connection> dial(Loop loop, ConnectionHandler handler) {
        try {
            return transport.connect(endpoint, loop, handler);
        } catch (TransportException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public String target() {
        return address.toString();
    }

    @Override
    public void close() {
        transport.close();
    }
}
