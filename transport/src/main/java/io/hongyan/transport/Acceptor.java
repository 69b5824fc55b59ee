package io.hongyan.transport;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Decides about new connections. Called on the accepting loop.
public interface Acceptor {
    /// Whether a connection from that address may go on. Asked right after accept, before TLS and before any byte is
    /// read; on no the socket is closed at once.
    boolean admit(InetSocketAddress address);

    /// A connection that was admitted ended before it became ready, and its peer had sent nothing, or an HTTP request
    /// that asks for no WebSocket: a health check. One that ends when it is ready, without a byte, ends with
    /// [CloseCause#UNUSED].
    ///
    /// @param address as far as it is known: the one of a PROXY header, or of the socket
    /// @param listener the listener's name
    void probed(InetSocketAddress address, String listener);

    /// A connection that was admitted is gone, whether or not it ever became ready.
    ///
    /// @param address the same as in [#admit]
    void left(InetSocketAddress address);

    /// How what its clients send is cut into frames, until the handler of a connection names another way.
    Framing framing();

    /// The name of what its clients speak, by which they may ask for it in the TLS handshake (ALPN, RFC 7301), such as
    /// `mqtt`; null when there is none.
    default @Nullable String protocol() {
        return null;
    }

    /// A connection is ready for frames (after the TLS and WebSocket handshakes).
    ///
    /// @return who receives its frames
    ConnectionHandler accepted(Connection connection);

    /// Something an operator should know went wrong on a listener: accept failed, a handshake failed or was
    /// refused.
    ///
    /// @param listener the listener's name
    /// @param what in plain words, without a stack trace
    /// @param repeated whether it is like one of the last ten seconds, and so worth counting but no line in a log
    void troubled(String listener, String what, boolean repeated);
}
