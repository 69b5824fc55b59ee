package io.hongyan.transport;

import io.hongyan.codec.ProtocolException;
import java.nio.ByteBuffer;

/// What the upper layer does with a connection. All calls come on the connection's loop.
public interface ConnectionHandler {
    /// One whole frame arrived. The buffer is valid during the call only: position at the first byte, limit at the end.
    ///
    /// @throws ProtocolException is given back to [#violated]
    void received(Connection connection, ByteBuffer frame);

    /// The bytes received cannot be cut into frames within the limit, or [#received] threw. The handler answers and
    /// closes; nothing more is received.
    void violated(Connection connection, ProtocolException violation);

    /// The backlog, once above the high-water mark, has fallen under the low-water mark.
    void drained(Connection connection);

    /// The stream broke, for a reason that is known: such as an alert of TLS, which in TLS 1.3 may come after the
    /// handshake. [#closed] follows.
    default void broken(Connection connection, Throwable why) {}

    /// The connection is gone: by the peer, by a fault, or by [Connection#close()]. Called once; nothing follows.
    void closed(Connection connection, CloseCause cause);
}
