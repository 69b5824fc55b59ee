package io.hongyan.amqp.codec.wire;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.content.ContentHeader;
import io.hongyan.amqp.codec.field.FieldReader;
import io.hongyan.amqp.frame.FrameType;
import io.hongyan.amqp.frame.Frames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Decodes content headers of class basic (AMQP 0-9-1, 4.2.6.1). Which size is too large is for the caller to judge.
///
/// Buffers as for [MethodDecoder]. No state; any thread.
public final class ContentHeaderDecoder {
    private static final String CLAUSE = "4.2.6.1";

    private ContentHeaderDecoder() {}

    /// Decodes a frame of type [FrameType#HEADER].
    ///
    /// @throws AmqpException with [ReplyCode#FRAME_ERROR] or [ReplyCode#SYNTAX_ERROR] when the frame is malformed; with
    ///     [ReplyCode#CHANNEL_ERROR] on channel 0; with [ReplyCode#UNEXPECTED_FRAME] when the frame has another type
    public static ContentHeader decode(ByteBuffer frame) {
        Frames.expect(FrameType.HEADER, frame);
        FieldReader in =
                new FieldReader(frame, Frames.payloadStart(frame), Frames.payloadEnd(frame), MethodId.BASIC_CLASS, 0);
        checkStart(in);
        long bodySize = in.readLongLong("body size");
        if (bodySize < 0) {
            throw in.syntaxError(CLAUSE, "the body size is " + Long.toUnsignedString(bodySize));
        }
        int flags = in.readShort("property flags");
        if ((flags & PropertyFlags.UNKNOWN) != 0) {
            throw in.syntaxError(CLAUSE, "property flags are 0x" + Integer.toHexString(flags));
        }
        BasicProperties properties = flags == 0 ? BasicProperties.NONE : properties(flags, in);
        in.expectEnd();
        return new ContentHeader(bodySize, properties);
    }

    private static void checkStart(FieldReader in) {
        int classId = in.readShort("class-id");
        if (classId != MethodId.BASIC_CLASS) {
            throw new AmqpException(ReplyCode.FRAME_ERROR, CLAUSE, "a content header has class " + classId, classId, 0);
        }
        int weight = in.readShort("weight");
        if (weight != 0) {
            throw in.syntaxError(CLAUSE, "the weight is " + weight + ", not 0");
        }
    }

    private static BasicProperties properties(int flags, FieldReader in) {
        return new BasicProperties(
                text(flags & PropertyFlags.CONTENT_TYPE, in, "content-type"),
                text(flags & PropertyFlags.CONTENT_ENCODING, in, "content-encoding"),
                (flags & PropertyFlags.HEADERS) == 0 ? null : in.readTable("headers"),
                octet(flags & PropertyFlags.DELIVERY_MODE, in, "delivery-mode"),
                octet(flags & PropertyFlags.PRIORITY, in, "priority"),
                text(flags & PropertyFlags.CORRELATION_ID, in, "correlation-id"),
                text(flags & PropertyFlags.REPLY_TO, in, "reply-to"),
                text(flags & PropertyFlags.EXPIRATION, in, "expiration"),
                text(flags & PropertyFlags.MESSAGE_ID, in, "message-id"),
                (flags & PropertyFlags.TIMESTAMP) == 0 ? null : (Long) in.readLongLong("timestamp"),
                text(flags & PropertyFlags.TYPE, in, "type"),
                text(flags & PropertyFlags.USER_ID, in, "user-id"),
                text(flags & PropertyFlags.APP_ID, in, "app-id"),
                text(flags & PropertyFlags.CLUSTER_ID, in, "cluster-id"));
    }

    private static @Nullable String text(int flag, FieldReader in, String what) {
        return flag == 0 ? null : in.readShortText(what);
    }

    private static @Nullable Integer octet(int flag, FieldReader in, String what) {
        return flag == 0 ? null : (Integer) in.readOctet(what);
    }
}
