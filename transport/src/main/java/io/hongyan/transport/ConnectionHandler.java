package io.hongyan.transport;

import java.nio.ByteBuffer;

/// What the upper layer does with a connection. All calls come on the connection's loop.
public interface ConnectionHandler {
    /// One whole frame arrived. The buffer is valid during the call only: position at the first byte, limit at the end.
    ///
    /// @throws RuntimeException is given back to [#violated]
    void received(Connection connection, ByteBuffer frame);

    /// The bytes received cannot be cut into frames within the limit, or [#received] threw. When the peer broke the
    /// protocol, the handler answers and closes; nothing more is received.
    ///
    /// @param fault what the [Framing], or [#received], threw
    /// @return whether the peer broke the protocol; else it is a fault of this program, which ends the connection
    boolean violated(Connection connection, RuntimeException fault);

    /// The backlog, once above the high-water mark, has fallen under the low-water mark.
    void drained(Connection connection);

    /// The stream broke, for a reason that is known: such as an alert of TLS, which in TLS 1.3 may come after the
    /// handshake. [#closed] follows.
    default void broken(Connection connection, Throwable why) {}

    /// The connection is gone: by the peer, by a fault, or by [Connection#close()]. Called once; nothing follows.
    void closed(Connection connection, CloseCause cause);
}
