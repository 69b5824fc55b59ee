package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.field.Texts;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Encodes content headers of class basic as frames (AMQP 0-9-1, 4.2.6.1). Nothing is allocated.
final class ContentHeaderEncoder {
    /// Class, weight, body size and flags.
    private static final int START = 3 * Short.BYTES + Long.BYTES;

    private ContentHeaderEncoder() {}

    /// The bytes of the frame, 22 or more.
    static int size(BasicProperties properties) {
        return Frames.OVERHEAD + length(properties);
    }

    private static int length(BasicProperties p) {
        return START
                + textLength(p.contentType())
                + textLength(p.contentEncoding())
                + (p.headers() == null ? 0 : p.headers().encodedLength())
                + (p.deliveryMode() == null ? 0 : Byte.BYTES)
                + (p.priority() == null ? 0 : Byte.BYTES)
                + textLength(p.correlationId())
                + textLength(p.replyTo())
                + textLength(p.expiration())
                + textLength(p.messageId())
                + (p.timestamp() == null ? 0 : Long.BYTES)
                + textLength(p.type())
                + textLength(p.userId())
                + textLength(p.appId())
                + textLength(p.clusterId());
    }

    private static int textLength(@Nullable String text) {
        return text == null ? 0 : Texts.shortLength(text);
    }

    static void put(int channel, long bodySize, BasicProperties p, ByteBuffer out) {
        Frames.putStart(FrameType.HEADER, channel, length(p), out);
        out.putShort((short) MethodId.BASIC_CLASS).putShort((short) 0).putLong(bodySize);
        out.putShort((short) flags(p));
        putText(p.contentType(), out);
        putText(p.contentEncoding(), out);
        if (p.headers() != null) {
            p.headers().put(out);
        }
        putOctet(p.deliveryMode(), out);
        putOctet(p.priority(), out);
        putText(p.correlationId(), out);
        putText(p.replyTo(), out);
        putText(p.expiration(), out);
        putText(p.messageId(), out);
        if (p.timestamp() != null) {
            out.putLong(p.timestamp());
        }
        putText(p.type(), out);
        putText(p.userId(), out);
        putText(p.appId(), out);
        putText(p.clusterId(), out);
        Frames.putEnd(out);
    }

    private static int flags(BasicProperties p) {
        return flag(p.contentType(), PropertyFlags.CONTENT_TYPE)
                | flag(p.contentEncoding(), PropertyFlags.CONTENT_ENCODING)
                | flag(p.headers(), PropertyFlags.HEADERS)
                | flag(p.deliveryMode(), PropertyFlags.DELIVERY_MODE)
                | flag(p.priority(), PropertyFlags.PRIORITY)
                | flag(p.correlationId(), PropertyFlags.CORRELATION_ID)
                | flag(p.replyTo(), PropertyFlags.REPLY_TO)
                | flag(p.expiration(), PropertyFlags.EXPIRATION)
                | flag(p.messageId(), PropertyFlags.MESSAGE_ID)
                | flag(p.timestamp(), PropertyFlags.TIMESTAMP)
                | flag(p.type(), PropertyFlags.TYPE)
                | flag(p.userId(), PropertyFlags.USER_ID)
                | flag(p.appId(), PropertyFlags.APP_ID)
                | flag(p.clusterId(), PropertyFlags.CLUSTER_ID);
    }

    private static int flag(@Nullable Object value, int flag) {
        return value == null ? 0 : flag;
    }

    private static void putText(@Nullable String text, ByteBuffer out) {
        if (text != null) {
            Texts.putShort(text, out);
        }
    }

    private static void putOctet(@Nullable Integer value, ByteBuffer out) {
        if (value != null) {
            out.put(value.byteValue());
        }
    }
}
