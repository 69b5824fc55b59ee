package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.codec.method.BasicAck;
import io.hongyan.amqp.codec.method.BasicCancelOk;
import io.hongyan.amqp.codec.method.BasicConsumeOk;
import io.hongyan.amqp.codec.method.BasicDeliver;
import io.hongyan.amqp.codec.method.BasicNack;
import io.hongyan.amqp.codec.method.BasicQosOk;
import io.hongyan.amqp.codec.method.ChannelClose;
import io.hongyan.amqp.codec.method.ChannelCloseOk;
import io.hongyan.amqp.codec.method.ChannelFlow;
import io.hongyan.amqp.codec.method.ChannelFlowOk;
import io.hongyan.amqp.codec.method.ChannelOpenOk;
import io.hongyan.amqp.codec.method.ConfirmSelectOk;
import io.hongyan.amqp.codec.method.ConnectionBlocked;
import io.hongyan.amqp.codec.method.ConnectionClose;
import io.hongyan.amqp.codec.method.ConnectionCloseOk;
import io.hongyan.amqp.codec.method.ConnectionOpenOk;
import io.hongyan.amqp.codec.method.ConnectionStart;
import io.hongyan.amqp.codec.method.ConnectionTune;
import io.hongyan.amqp.codec.method.ConnectionUnblocked;
import io.hongyan.amqp.codec.method.QueueDeclareOk;
import io.hongyan.amqp.codec.method.ServerMethod;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;

/// Encodes the methods of the server as frames (AMQP 0-9-1, 4.2.4). Buffers have big-endian order and enough room: call
/// [#size] first. A method with content goes through [DeliveryEncoder].
public final class MethodEncoder {
    private static final int IDS = 2 * Short.BYTES;
    private static final int NO_TEXT = 1;
    private static final int BITS = 1;
    private static final int VERSION_MAJOR = 0;
    private static final int VERSION_MINOR = 9;

    private MethodEncoder() {}

    /// The bytes of the frame that [#encode] writes, 12 or more.
    public static int size(ServerMethod method) {
        return Frames.OVERHEAD + IDS + length(method);
    }

    /// Writes a frame at the position of the buffer: exactly [#size] bytes, or none when it throws.
    ///
    /// @param channel 0 to 65535
    /// @throws BufferOverflowException when there is not enough room
    public static void encode(int channel, ServerMethod method, ByteBuffer out) {
        int start = out.position();
        try {
            begin(channel, method.id(), length(method), out);
            putFields(method, out);
            Frames.putEnd(out);
        } catch (IllegalArgumentException | BufferOverflowException e) {
            out.position(start);
            throw e;
        }
    }

    /// Writes what is before the fields of a method.
    static void begin(int channel, MethodId id, int length, ByteBuffer out) {
        Frames.putStart(FrameType.METHOD, channel, IDS + length, out);
        out.putShort((short) id.classId()).putShort((short) id.methodId());
    }

    private static int length(ServerMethod method) {
        return switch (method) {
            case ConnectionStart m ->
                2
                        + m.serverProperties().encodedLength()
                        + Texts.longLength(m.mechanisms())
                        + Texts.longLength(m.locales());
            case ConnectionTune _ -> Short.BYTES + Integer.BYTES + Short.BYTES;
            case ConnectionOpenOk _ -> NO_TEXT;
            case ConnectionClose m -> closeLength(m.replyText());
            case ConnectionCloseOk _, ConnectionUnblocked _ -> 0;
            case ConnectionBlocked m -> Texts.shortLength(m.reason());
            case ChannelOpenOk _ -> Integer.BYTES;
            case ChannelFlow _, ChannelFlowOk _ -> BITS;
            case ChannelClose m -> closeLength(m.replyText());
            case ChannelCloseOk _, ConfirmSelectOk _, BasicQosOk _ -> 0;
            case QueueDeclareOk m -> Texts.shortLength(m.queue()) + 2 * Integer.BYTES;
            case BasicConsumeOk m -> Texts.shortLength(m.consumerTag());
            case BasicCancelOk m -> Texts.shortLength(m.consumerTag());
            case BasicDeliver m -> deliverLength(m.consumerTag(), m.exchange(), m.routingKey());
            case BasicAck _, BasicNack _ -> Long.BYTES + BITS;
        };
    }

    private static int closeLength(String text) {
        return Short.BYTES + Texts.shortLength(text) + IDS;
    }

    private static void putFields(ServerMethod method, ByteBuffer out) {
        switch (method) {
            case ConnectionStart m -> {
                out.put((byte) VERSION_MAJOR).put((byte) VERSION_MINOR);
                m.serverProperties().put(out);
                Texts.putLong(m.mechanisms(), out);
                Texts.putLong(m.locales(), out);
            }
            case ConnectionTune m ->
                out.putShort((short) m.channelMax()).putInt((int) m.frameMax()).putShort((short) m.heartbeat());
            case ConnectionOpenOk _ -> out.put((byte) 0);
            case ConnectionClose m -> putClose(m.replyCode(), m.replyText(), m.classId(), m.methodId(), out);
            case ConnectionCloseOk _, ConnectionUnblocked _ -> {}
            case ConnectionBlocked m -> Texts.putShort(m.reason(), out);
            case ChannelOpenOk _ -> out.putInt(0);
            case ChannelFlow m -> out.put(bit(m.active()));
            case ChannelFlowOk m -> out.put(bit(m.active()));
            case ChannelClose m -> putClose(m.replyCode(), m.replyText(), m.classId(), m.methodId(), out);
            case ChannelCloseOk _, ConfirmSelectOk _, BasicQosOk _ -> {}
            case QueueDeclareOk m -> {
                Texts.putShort(m.queue(), out);
                out.putInt((int) m.messages()).putInt((int) m.consumers());
            }
            case BasicConsumeOk m -> Texts.putShort(m.consumerTag(), out);
            case BasicCancelOk m -> Texts.putShort(m.consumerTag(), out);
            case BasicDeliver m ->
                putDeliver(m.consumerTag(), m.deliveryTag(), m.redelivered(), m.exchange(), m.routingKey(), out);
            case BasicAck m -> out.putLong(m.deliveryTag()).put(bit(m.multiple()));
            case BasicNack m -> out.putLong(m.deliveryTag()).put((byte) (bit(m.multiple()) | (bit(m.requeue()) << 1)));
        }
    }

    private static void putClose(int code, String text, int classId, int methodId, ByteBuffer out) {
        out.putShort((short) code);
        Texts.putShort(text, out);
        out.putShort((short) classId).putShort((short) methodId);
    }

    static int deliverLength(String consumerTag, String exchange, String routingKey) {
        return Texts.shortLength(consumerTag)
                + Long.BYTES
                + BITS
                + Texts.shortLength(exchange)
                + Texts.shortLength(routingKey);
    }

    static void putDeliver(
            String consumerTag,
            long deliveryTag,
            boolean redelivered,
            String exchange,
            String routingKey,
            ByteBuffer out) {
        Texts.putShort(consumerTag, out);
        out.putLong(deliveryTag).put(bit(redelivered));
        Texts.putShort(exchange, out);
        Texts.putShort(routingKey, out);
    }

    private static byte bit(boolean set) {
        return (byte) (set ? 1 : 0);
    }
}
