package io.hongyan.amqp.connection;

import io.hongyan.amqp.channel.FrameWriter;
import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.method.ClientMethod;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.wire.MethodDecoder;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.transport.CloseCause;
import io.hongyan.transport.Connection;
import io.hongyan.transport.ConnectionHandler;
import java.nio.ByteBuffer;

/// A connection after `connection.close` of this side: waits for the answer, so that the peer reads the reason before
/// the socket closes, and passes over all else (AMQP 0-9-1, 1.4.2.6).
///
/// Confined to the loop of the connection.
final class ClosingConnection implements ConnectionHandler, Live {
    private static final long PATIENCE_MILLIS = 3_000;

    private final Connection connection;
    private final FrameWriter out;
    private final LoopConnections all;
    private final long deadline;

    private ClosingConnection(Connection connection, FrameWriter out, LoopConnections all, long now) {
        this.connection = connection;
        this.out = out;
        this.all = all;
        this.deadline = now + PATIENCE_MILLIS;
    }

    /// Says why a connection ends, and lets it end.
    ///
    /// @param now steady milliseconds
    static void begin(Connection connection, FrameWriter out, LoopConnections all, AmqpException why, long now) {
        out.method(0, ConnectionClose.of(why));
        ClosingConnection closing = new ClosingConnection(connection, out, all, now);
        connection.handler(closing);
        connection.resumeReading();
        all.add(closing);
    }

    @Override
    public void received(Connection from, ByteBuffer frame) {
        if (Frames.type(frame) != FrameType.METHOD || Frames.channel(frame) != 0) {
            return;
        }
        ClientMethod method = MethodDecoder.decode(frame);
        if (method instanceof ConnectionClose) {
            out.method(0, ConnectionCloseOk.CLOSE_OK);
        }
        if (method instanceof ConnectionClose || method instanceof ConnectionCloseOk) {
            connection.close();
        }
    }

    @Override
    public boolean violated(Connection from, RuntimeException fault) {
        connection.close();
        return fault instanceof AmqpException;
    }

    @Override
    public void tick(long now) {
        if (now >= deadline) {
            connection.close();
        }
    }

    @Override
    public void stop() {
        connection.close();
    }

    @Override
    public void drained(Connection from) {}

    @Override
    public void closed(Connection from, CloseCause cause) {
        all.remove(this);
    }
}
