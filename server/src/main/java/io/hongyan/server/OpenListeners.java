package io.hongyan.server;

import io.hongyan.server.admin.InstanceRoutes;
import io.hongyan.server.config.ListenerConfig;
import io.hongyan.server.config.ListenerKind;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.TlsConfig;
import io.hongyan.transport.Acceptor;
import io.hongyan.transport.Listener;
import io.hongyan.transport.TransportException;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.Transport;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The open listeners of MQTT and AMQP.
final class OpenListeners implements AutoCloseable {
    private static final int BACKLOG = 4096;

    private final Map<String, Listener> open = new LinkedHashMap<>();
    private final ServerConfig config;
    private final ListenerCertificates certificates;

    OpenListeners(ServerConfig config, ListenerCertificates certificates) {
        this.config = config;
        this.certificates = certificates;
    }

    /// The names of those that are on.
    static List<String> names(ServerConfig config) {
        return config.listeners().entrySet().stream()
                .filter(each -> each.getValue().port().isOn())
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Opens all that are on.
    ///
    /// @param acceptor takes the connections of MQTT
    /// @param amqp takes those of AMQP
    /// @throws io.hongyan.transport.TransportException when an address cannot be bound or a certificate cannot be used
    void open(Transport transport, Acceptor acceptor, Acceptor amqp) {
        config.listeners().forEach((name, listener) -> {
            if (listener.port().isOn()) {
                Acceptor own = listener.kind().amqp() ? amqp : acceptor;
                open.put(name, listen(transport, options(name, listener), own));
            }
        });
    }

    private static Listener listen(Transport transport, ListenerOptions options, Acceptor acceptor) {
        try {
            return transport.listen(options, acceptor);
        } catch (TransportException e) {
            InetSocketAddress bind = options.bind();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String name = options.name();
            throw new TransportException(
                    BindFault.text(
                            "listener " + name, "listeners." + name, bind.getHostString(), bind.getPort(), cause),
                    e);
        }
    }

    /// The ports in use, by name.
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        open.forEach((name, listener) -> ports.put(name, listener.address().getPort()));
        return ports;
    }

    /// The kinds in small letters, by name.
    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        config.listeners().forEach((name, listener) -> {
            if (open.containsKey(name)) {
                kinds.put(name, listener.kind().name().toLowerCase(Locale.ROOT));
            }
        });
        return kinds;
    }

    /// A line for each, for people.
    List<String> addresses() {
        List<String> lines = new ArrayList<>();
        config.listeners().forEach((name, settings) -> {
            Listener listener = open.get(name);
            if (listener != null) {
                lines.add("listening on " + url(settings, listener.address().getPort()) + " (" + name + ")");
            }
        });
        return lines;
    }

    /// Where clients connect.
    List<InstanceRoutes.Endpoint> endpoints() {
        List<InstanceRoutes.Endpoint> endpoints = new ArrayList<>();
        config.listeners().forEach((name, settings) -> {
            Listener listener = open.get(name);
            if (listener != null) {
                endpoints.add(new InstanceRoutes.Endpoint(
                        settings.kind().name().toLowerCase(Locale.ROOT),
                        url(settings, listener.address().getPort())));
            }
        });
        return endpoints;
    }

    private String url(ListenerConfig settings, int port) {
        String scheme = switch (settings.kind()) {
            case TCP -> "mqtt";
            case TLS -> "mqtts";
            case WS -> "ws";
            case WSS -> "wss";
            case AMQP -> "amqp";
            case AMQPS -> "amqps";
        };
        String path = settings.kind().webSocket() ? settings.path() : "";
        return scheme + "://" + Server.bracketed(bind(settings)) + ":" + port + path;
    }

    private String bind(ListenerConfig listener) {
        return listener.bind().isEmpty() ? config.bind() : listener.bind();
    }

    @Override
    public void close() {
        open.values().forEach(Listener::close);
    }

    private ListenerOptions options(String name, ListenerConfig listener) {
        return new ListenerOptions(
                name,
                kind(listener.kind()),
                new InetSocketAddress(bind(listener), listener.port().bindNumber()),
                BACKLOG,
                listener.path(),
                Set.copyOf(listener.origins()),
                listener.proxyProtocol(),
                certificates.of(name),
                clientAuth(listener.tls().clientAuth()),
                config.broker().protocol().connectTimeout(),
                (int) config.broker().memory().connectionBacklog());
    }

    private static ListenerOptions.Kind kind(ListenerKind kind) {
        return switch (kind) {
            case TCP, AMQP -> ListenerOptions.Kind.TCP;
            case TLS, AMQPS -> ListenerOptions.Kind.TLS;
            case WS -> ListenerOptions.Kind.WEBSOCKET;
            case WSS -> ListenerOptions.Kind.SECURE_WEBSOCKET;
        };
    }

    static ListenerOptions.ClientAuth clientAuth(TlsConfig.ClientAuth auth) {
        return switch (auth) {
            case NONE -> ListenerOptions.ClientAuth.NONE;
            case OPTIONAL, REGISTERED ->
                ListenerOptions.ClientAuth.OPTIONAL; // which clients need one, the cloud decides
            case REQUIRED -> ListenerOptions.ClientAuth.REQUIRED;
        };
    }
}
