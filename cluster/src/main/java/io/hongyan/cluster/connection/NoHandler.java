package io.hongyan.cluster.connection;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;

/// Of a connection whose shard has not said who receives its frames, or failed to.
enum NoHandler implements ConnectionHandler {
    NOBODY;

    @Override
    public void received(Connection from, ByteBuffer frame) {}

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        return false;
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void closed(Connection from, CloseCause cause) {}
}
