package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.codec.wire.DeliveryEncoder;
import io.hongyan.amqp.codec.wire.MethodEncoder;
import io.hongyan.amqp.frame.Frames;
import io.hongyan.amqp.frame.ProtocolHeader;
import io.hongyan.transport.Connection;

/// Writes what this side says on one connection.
///
/// Confined to the loop of the connection.
public final class FrameWriter {
    private final Connection connection;
    private int frameMax = Frames.MIN_SIZE;
    private boolean wrote;

    public FrameWriter(Connection connection) {
        this.connection = connection;
    }

    /// The largest frame from now on, in bytes.
    public void frameMax(int bytes) {
        frameMax = bytes;
    }

    /// The largest frame, in bytes, 4,096 or more.
    public int frameMax() {
        return frameMax;
    }

    public void method(int channel, ServerMethod method) {
        wrote = true;
        MethodEncoder.encode(channel, method, connection.frame(MethodEncoder.size(method)));
    }

    /// Writes a message for a consumer. Its header must not be above [#frameMax].
    public void delivery(
            int channel,
            String consumerTag,
            long deliveryTag,
            boolean redelivered,
            String exchange,
            String routingKey,
            BasicProperties properties,
            byte[] body) {
        wrote = true;
        int size = DeliveryEncoder.size(consumerTag, exchange, routingKey, properties, body.length, frameMax);
        DeliveryEncoder.encode(
                channel,
                consumerTag,
                deliveryTag,
                redelivered,
                exchange,
                routingKey,
                properties,
                body,
                frameMax,
                connection.frame(size));
    }

    public void heartbeat() {
        wrote = true;
        Frames.putHeartbeat(connection.frame(Frames.OVERHEAD));
    }

    public void protocolHeader() {
        wrote = true;
        ProtocolHeader.put(connection.frame(ProtocolHeader.SIZE));
    }

    /// Whether anything was written since the last call.
    public boolean takeWrote() {
        boolean was = wrote;
        wrote = false;
        return was;
    }
}
