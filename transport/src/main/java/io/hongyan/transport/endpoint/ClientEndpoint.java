package io.hongyan.transport.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Where and how to connect to.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 1 to 65535
/// @param path of the upgrade request, with its query; only for WebSocket
/// @param subprotocol offered in the upgrade request; only for WebSocket
/// @param headers added to the upgrade request; only for WebSocket
/// @param trust whom to believe; only for TLS
/// @param connectTimeout for TCP, TLS and WebSocket together, 1 ms to 10 min
/// @param local the address of this machine to connect from; null = the system chooses
/// @param proxy who makes the connection instead, and looks up the host's name; null = nobody
/// @param address of the proxy, or of the host where there is none, if it is known; null = the loop looks it up, and
///   waits for that
public record ClientEndpoint(
        ListenerOptions.Kind kind,
        String host,
        int port,
        String path,
        String subprotocol,
        Map<String, String> headers,
        Trust trust,
        Duration connectTimeout,
        @Nullable InetAddress local,
        @Nullable Proxy proxy,
        @Nullable InetAddress address) {

    /// Whom to believe in the TLS handshake.
    ///
    /// @param authority a PEM file of certificates; null = the system's
    /// @param own this side's certificate and key; null = none
    /// @param insecure believe anybody, whatever the name: for tests alone
    /// @param stores key stores in place of the PEM files; null = none
    /// @param ready a finished context in place of all others; null = none
    /// @param anyName whether the server's certificate may have any name: for callers that look at it themselves, in
    ///     [io.hongyan.transport.Peer#certificates()]
    public record Trust(
            @Nullable Path authority,
            TlsMaterial.@Nullable Files own,
            boolean insecure,
            @Nullable Stores stores,
            @Nullable Ready ready,
            boolean anyName) {
        /// The system's authorities and host name check.
        public static final Trust SYSTEM = new Trust(null, null, false);

        /// From PEM files.
        public Trust(@Nullable Path authority, TlsMaterial.@Nullable Files own, boolean insecure) {
            this(authority, own, insecure, null, null);
        }

        /// Where the certificate has the name of the host.
        public Trust(
                @Nullable Path authority,
                TlsMaterial.@Nullable Files own,
                boolean insecure,
                @Nullable Stores stores,
                @Nullable Ready ready) {
            this(authority, own, insecure, stores, ready, false);
        }

        /// For two sides of one authority: whoever it vouches for is believed, whatever the name, and the caller looks
        /// at it.
        public static Trust ofAuthority(Path authority, TlsMaterial.Files own) {
            return new Trust(authority, own, false, null, null, true);
        }
    }

    /// Certificates and keys from elsewhere than PEM files.
    public interface Stores {
        /// The files that are read; when one changes, the next connection reads them again.
        List<Path> files();

        /// Whom to believe; null = what [Trust] says.
        @Nullable
        TrustManagerFactory authorities() throws GeneralSecurityException, IOException;

        /// This side's certificate and key; null = what [Trust] says.
        @Nullable
        KeyManagerFactory own() throws GeneralSecurityException, IOException;
    }

    /// A context that the program made. The server's name is checked all the same.
    ///
    /// @param ciphers empty = those of the context
    /// @param protocols empty = those of the context
    public record Ready(SSLContext context, List<String> ciphers, List<String> protocols) {
        public Ready {
            ciphers = List.copyOf(ciphers);
            protocols = List.copyOf(protocols);
        }
    }

    /// Somebody who makes the connection instead.
    ///
    /// @param host looked up by this side
    /// @param username null = none is shown
    /// @param password null = none is shown
    public record Proxy(
            Kind kind,
            String host,
            int port,
            @Nullable String username,
            @Nullable String password) {
        /// What is spoken with it.
        public enum Kind {
            /// HTTP CONNECT, with Basic authentication.
            HTTP,
            /// SOCKS version 5 (RFC 1928, RFC 1929).
            SOCKS5
        }

        /// Names it, without the password.
        @Override
        public String toString() {
            return kind + " proxy " + bracketed(host) + ":" + port;
        }
    }

    /// Without a proxy.
    public ClientEndpoint(
            ListenerOptions.Kind kind,
            String host,
            int port,
            String path,
            String subprotocol,
            Map<String, String> headers,
            Trust trust,
            Duration connectTimeout,
            @Nullable InetAddress local) {
        this(kind, host, port, path, subprotocol, headers, trust, connectTimeout, local, null, null);
    }

    /// The same by way of a proxy.
    public ClientEndpoint by(@Nullable Proxy other) {
        return new ClientEndpoint(
                kind, host, port, path, subprotocol, headers, trust, connectTimeout, local, other, null);
    }

    /// The same at a known address of what is connected to first: the proxy, or the host where there is none.
    public ClientEndpoint at(InetAddress known) {
        return new ClientEndpoint(
                kind, host, port, path, subprotocol, headers, trust, connectTimeout, local, proxy, known);
    }

    /// What is connected to, in words.
    public String target() {
        return bracketed(host) + ":" + port + (address == null ? "" : " (" + address.getHostAddress() + ")")
                + (proxy == null ? "" : " by way of " + proxy);
    }

    /// As it stands in a Host header: without the port that its kind has anyway, and without an address's zone, which
    /// means nothing elsewhere.
    String authority() {
        boolean usual = port == (kind.secure() ? 443 : 80);
        return bracketed(host.replaceFirst("%.*", "")) + (usual ? "" : ":" + port);
    }

    /// An address of IPv6 has colons of its own.
    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    public ClientEndpoint {
        headers = Map.copyOf(headers);
        if (kind.webSocket() && !isPath(path)) {
            throw new IllegalArgumentException("path is one of a URL and begins with /, with % before the code of what"
                    + " may not stand in it (a blank is %20), unlike " + path);
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("port is 1 to 65535, not " + port);
        }
        if (connectTimeout.isNegative() || connectTimeout.isZero() || connectTimeout.toMinutes() > 10) {
            throw new IllegalArgumentException("connectTimeout is 1 ms to 10 min, not " + connectTimeout);
        }
    }

    private static boolean isPath(String path) {
        try {
            return path.startsWith("/") && new URI("ws://localhost" + path).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /// With path `/mqtt`, sub-protocol `mqtt`, the system's trust and 10 seconds.
    public static ClientEndpoint of(ListenerOptions.Kind kind, String host, int port) {
        return new ClientEndpoint(
                kind, host, port, "/mqtt", "mqtt", Map.of(), Trust.SYSTEM, Duration.ofSeconds(10), null);
    }
}
