package io.hongyan.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The other end of a connection.
///
/// @param address of the client; the one that a PROXY header names, where the listener takes one
/// @param listener the name of the listener that accepted it; empty for connections made by this side
/// @param secure whether TLS protects it
/// @param serverName the host name asked for by SNI, if any
/// @param certificates the client's verified certificate chain, its own first; empty without one
public record Peer(
        InetSocketAddress address,
        String listener,
        boolean secure,
        @Nullable String serverName,
        List<X509Certificate> certificates) {
    /// Where there is no connection.
    public static final Peer NONE =
            new Peer(InetSocketAddress.createUnresolved("0.0.0.0", 0), "", false, null, List.of());

    public Peer {
        certificates = List.copyOf(certificates);
    }
}
