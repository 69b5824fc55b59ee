package io.hongyan.client.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// The address of a server.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param path of the upgrade request, with its query; only for WebSocket
public record ServerAddress(Scheme scheme, String host, int port, String path) {
    /// What is spoken below MQTT.
    public enum Scheme {
        MQTT(1883, false),
        MQTTS(8883, true),
        WS(80, false),
        WSS(443, true);

        private final int port;
        private final boolean secure;

        Scheme(int port, boolean secure) {
            this.port = port;
            this.secure = secure;
        }

        /// The default port.
        public int defaultPort() {
            return port;
        }

        /// Whether MQTT is spoken over WebSocket.
        public boolean webSocket() {
            return this == WS || this == WSS;
        }

        /// Whether TLS protects it.
        public boolean secure() {
            return secure;
        }
    }

    public ServerAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("server has no host");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("server has a port of 1 to 65535, not " + port);
        }
    }

    /// Reads `scheme://host[:port][/path][?query]` with the scheme `mqtt` or `tcp` (port 1883), `mqtts` or `ssl`
    /// (8883), `ws` (80) or `wss` (443), path `/mqtt` unless given; or `host[:port]` alone, which is `mqtt`.
    ///
    /// @throws IllegalArgumentException when it is none
    public static ServerAddress parse(String text) {
        try {
            URI uri = new URI(text.contains("://") ? text : "mqtt://" + text);
            Scheme scheme = scheme(uri.getScheme(), text);
            String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            if (authority.indexOf('@') >= 0) {
                throw new IllegalArgumentException("server holds a user name; use credentials(...) for it");
            }
            HostAndPort place = place(authority);
            String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/mqtt" : uri.getRawPath();
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            int port = place.port() == HostAndPort.NONE ? scheme.port : place.port();
            return new ServerAddress(scheme, place.host(), port, path + query);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("server is no address: " + text + " (" + e.getReason() + ")", e);
        }
    }

    /// The same scheme and path on another host.
    ///
    /// @param hostAndPort `host[:port]`, an IPv6 address in brackets; without a port that of this address
    /// @throws IllegalArgumentException when it is none
    public ServerAddress withHost(String hostAndPort) {
        HostAndPort place = place(hostAndPort);
        return new ServerAddress(scheme, place.host(), place.port() == HostAndPort.NONE ? port : place.port(), path);
    }

    private static HostAndPort place(String authority) {
        try {
            return HostAndPort.parse(authority);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("server " + e.getMessage(), e);
        }
    }

    private static Scheme scheme(String name, String text) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "mqtt", "tcp" -> Scheme.MQTT;
            case "mqtts", "ssl", "tls" -> Scheme.MQTTS;
            case "ws" -> Scheme.WS;
            case "wss" -> Scheme.WSS;
            default ->
                throw new IllegalArgumentException(
                        "server begins with mqtt://, mqtts://, ws:// or wss://, not " + text);
        };
    }

    /// The address as a URL.
    @Override
    public String toString() {
        String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + name + ":" + port + (scheme.webSocket() ? path : "");
    }
}
