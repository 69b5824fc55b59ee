package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Encodes a message for a consumer: `basic.deliver`, the content header and the body frames, one behind the other, as
/// no other frame of the channel may come between them (AMQP 0-9-1, 4.2.6). Nothing is allocated.
///
/// Buffers have big-endian order and enough room: call [#size] first.
public final class DeliveryEncoder {
    private DeliveryEncoder() {}

    /// The bytes of a content header frame with these properties, 22 or more. It cannot be split: above frame-max the
    /// message cannot be delivered.
    public static int headerSize(BasicProperties properties) {
        return ContentHeaderEncoder.size(properties);
    }

    /// The bytes that [#encode] writes for a message.
    ///
    /// @param bodyLength 0 or more
    /// @param frameMax the largest frame in bytes, [Frames#MIN_SIZE] or more; a body frame carries 8 fewer
    /// @throws IllegalArgumentException when a text is longer than 255 bytes, the header is above frame-max, or the
    ///     whole has more than 2,147,483,647 bytes
    public static int size(
            String consumerTag,
            String exchange,
            String routingKey,
            BasicProperties properties,
            int bodyLength,
            int frameMax) {
        checkFrameMax(frameMax);
        int header = headerSize(properties);
        if (header > frameMax) {
            throw new IllegalArgumentException("a header of " + header + " bytes; frame-max is " + frameMax);
        }
        int payload = frameMax - Frames.OVERHEAD;
        long bodyFrames = ((long) bodyLength + payload - 1) / payload;
        long method =
                Frames.OVERHEAD + 2L * Short.BYTES + MethodEncoder.deliverLength(consumerTag, exchange, routingKey);
        long size = method + header + bodyLength + bodyFrames * Frames.OVERHEAD;
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a message of " + size + " bytes");
        }
        return (int) size;
    }

    /// Writes a message at the position of the buffer: exactly [#size] bytes, or none when it throws.
    ///
    /// @param channel 1 to 65535
    /// @param deliveryTag from 1 per channel
    /// @param frameMax as for [#size], which judges the header
    /// @throws IllegalArgumentException when channel, frame-max or a text is out of range
    /// @throws BufferOverflowException when there is not enough room
    public static void encode(
            int channel,
            String consumerTag,
            long deliveryTag,
            boolean redelivered,
            String exchange,
            String routingKey,
            BasicProperties properties,
            byte[] body,
            int frameMax,
            ByteBuffer out) {
        checkFrameMax(frameMax);
        int start = out.position();
        try {
            int length = MethodEncoder.deliverLength(consumerTag, exchange, routingKey);
            MethodEncoder.begin(channel, MethodId.BASIC_DELIVER, length, out);
            MethodEncoder.putDeliver(consumerTag, deliveryTag, redelivered, exchange, routingKey, out);
            Frames.putEnd(out);
            ContentHeaderEncoder.put(channel, body.length, properties, out);
            putBody(channel, body, frameMax - Frames.OVERHEAD, out);
        } catch (IllegalArgumentException | BufferOverflowException e) {
            out.position(start);
            throw e;
        }
    }

    private static void checkFrameMax(int frameMax) {
        if (frameMax < Frames.MIN_SIZE) {
            throw new IllegalArgumentException("frame-max is 4096 or more, not " + frameMax);
        }
    }

    private static void putBody(int channel, byte[] body, int most, ByteBuffer out) {
        for (int at = 0; at < body.length; at += most) {
            int length = Math.min(most, body.length - at);
            Frames.putStart(FrameType.BODY, channel, length, out);
            out.put(body, at, length);
            Frames.putEnd(out);
        }
    }
}
