package io.hongyan.transport.netty;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;

/// The handler of a connection until the acceptor has named one; no frame arrives before that.
public enum NoHandler implements ConnectionHandler {
    NOBODY;

    @Override
    public void received(Connection connection, ByteBuffer frame) {}

    @Override
    public boolean violated(Connection connection, RuntimeException fault) {
        return false;
    }

    @Override
    public void drained(Connection connection) {}

    @Override
    public void closed(Connection connection, CloseCause cause) {}
}
