package io.hongyan.cluster.connection;

import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;

/// A socket whose client belongs to a node that cannot be reached at present. It is not read meanwhile.
///
/// Confined to its loop.
final class WaitingConnection implements ConnectionHandler {
    private final WaitingConnections all;
    private final Connection socket;
    private final int vshard;
    private final byte[] connect;
    private final Runnable closed;
    private final long deadline;

    /// @param deadline when it is refused, in steady milliseconds
    WaitingConnection(
            WaitingConnections all, Connection socket, int vshard, byte[] connect, Runnable closed, long deadline) {
        this.all = all;
        this.socket = socket;
        this.vshard = vshard;
        this.connect = connect;
        this.closed = closed;
        this.deadline = deadline;
    }

    Connection socket() {
        return socket;
    }

    int vshard() {
        return vshard;
    }

    /// The client's first frame.
    ByteBuffer connect() {
        return ByteBuffer.wrap(connect);
    }

    int bytes() {
        return connect.length;
    }

    Runnable closed() {
        return closed;
    }

    long deadline() {
        return deadline;
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {}

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        return false;
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void closed(Connection from, CloseCause cause) {
        all.left(this);
        closed.run();
    }
}
