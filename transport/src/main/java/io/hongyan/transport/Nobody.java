package io.hongyan.transport;

import io.hongyan.codec.ProtocolException;
import java.nio.ByteBuffer;

/// Stands in until the acceptor has said who receives a connection's frames; nothing arrives before that.
enum Nobody implements ConnectionHandler {
    NOBODY;

    @Override
    public void received(Connection connection, ByteBuffer frame) {}

    @Override
    public void violated(Connection connection, ProtocolException violation) {}

    @Override
    public void drained(Connection connection) {}

    @Override
    public void closed(Connection connection, CloseCause cause) {}
}
