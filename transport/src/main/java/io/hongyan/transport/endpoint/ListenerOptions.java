package io.hongyan.transport.endpoint;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How to listen on one endpoint.
///
/// @param name for logs and metrics; not empty
/// @param bind where; port 0 takes any free one
/// @param backlog connections that may wait for accept, 1 to 65535
/// @param webSocketPath the path of the upgrade request, beginning with `/`; only for WebSocket
/// @param origins the values of `Origin` that may connect; empty = any; only for WebSocket
/// @param proxyProtocol whether each connection begins with a PROXY header, version 1 or 2
/// @param tls certificate and key; needed for TLS and secure WebSocket, and for those alone
/// @param clientAuth whether clients show a certificate; needs TLS material that says who vouches for them
/// @param handshakeTimeout for PROXY header, TLS and WebSocket together, 1 s to 5 min
/// @param highWaterBytes backlog of one connection above which it counts as slow, 4 KiB to 1 GiB
public record ListenerOptions(
        String name,
        Kind kind,
        InetSocketAddress bind,
        int backlog,
        String webSocketPath,
        Set<String> origins,
        boolean proxyProtocol,
        @Nullable TlsMaterial tls,
        ClientAuth clientAuth,
        Duration handshakeTimeout,
        int highWaterBytes) {

    /// What is spoken below MQTT.
    public enum Kind {
        TCP,
        TLS,
        WEBSOCKET,
        SECURE_WEBSOCKET;

        public boolean secure() {
            return this == TLS || this == SECURE_WEBSOCKET;
        }

        public boolean webSocket() {
            return this == WEBSOCKET || this == SECURE_WEBSOCKET;
        }
    }

    /// What is asked of clients in the TLS handshake.
    public enum ClientAuth {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    public ListenerOptions {
        origins = Set.copyOf(origins);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name is empty");
        }
        if (backlog < 1 || backlog > 0xffff) {
            throw new IllegalArgumentException("backlog is 1 to 65535, not " + backlog);
        }
        if (!webSocketPath.startsWith("/")) {
            throw new IllegalArgumentException("webSocketPath begins with /, unlike " + webSocketPath);
        }
        if (kind.secure() != (tls != null)) {
            throw new IllegalArgumentException(kind + (tls == null ? " needs tls" : " has no use for tls"));
        }
        if (clientAuth != ClientAuth.NONE && (tls == null || !tls.vouchesForClients())) {
            throw new IllegalArgumentException("clientAuth " + clientAuth + " needs tls with a clientCa");
        }
        if (handshakeTimeout.compareTo(Duration.ofSeconds(1)) < 0
                || handshakeTimeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw new IllegalArgumentException("handshakeTimeout is 1 s to 5 min, not " + handshakeTimeout);
        }
        if (highWaterBytes < 4096 || highWaterBytes > 1 << 30) {
            throw new IllegalArgumentException("highWaterBytes is 4096 to 1073741824, not " + highWaterBytes);
        }
    }

    /// The usual way to listen: no PROXY header, any origin, path `/mqtt`, no client certificates.
    public static ListenerOptions of(String name, Kind kind, InetSocketAddress bind, @Nullable TlsMaterial tls) {
        return new ListenerOptions(
                name,
                kind,
                bind,
                1024,
                "/mqtt",
                Set.of(),
                false,
                tls,
                ClientAuth.NONE,
                Duration.ofSeconds(10),
                1 << 20);
    }
}
