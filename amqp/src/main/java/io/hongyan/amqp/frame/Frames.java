package io.hongyan.amqp.frame;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.transport.Framing;
import java.nio.ByteBuffer;

/// The frames of AMQP 0-9-1 (4.2.3): type (one byte), channel (two), size of the payload (four), payload, and the end,
/// which is always 0xce.
///
/// A buffer that is read holds one whole frame from position to limit, in big-endian order; it is read at absolute
/// positions and neither moved nor kept. [#type] judges it, and so do the decoders; the other methods take a frame that
/// was judged.
public final class Frames {
    /// The bytes of a frame beside its payload.
    public static final int OVERHEAD = 8;

    /// The largest frame that each side must accept, in bytes, and the limit until `connection.tune-ok`
    /// ("frame-min-size").
    public static final int MIN_SIZE = 4096;

    static final int PAYLOAD = 7;
    private static final int END = 0xce;
    private static final int CHANNEL = 1;
    private static final int SIZE = 3;
    private static final String CLAUSE = "4.2.3";

    private Frames() {}

    /// The length of the frame that begins at a position, 8 or more; [Framing#INCOMPLETE] when that is not known yet.
    ///
    /// @throws AmqpException when no frame begins so
    static int length(ByteBuffer in, int position, int limit) {
        if (position < limit) {
            typeAt(in, position);
        }
        if (limit - position < PAYLOAD) {
            return Framing.INCOMPLETE;
        }
        long size = in.getInt(position + SIZE) & 0xffff_ffffL;
        if (size > Integer.MAX_VALUE - OVERHEAD) {
            throw fault("the payload of a frame cannot have " + size + " bytes");
        }
        return (int) size + OVERHEAD;
    }

    static FrameType typeAt(ByteBuffer in, int position) {
        int code = in.get(position) & 0xff;
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw fault("there is no frame of type " + code);
        }
        return type;
    }

    static void checkEnd(ByteBuffer in, int position) {
        int end = in.get(position) & 0xff;
        if (end != END) {
            throw fault("a frame ends with 0x" + Integer.toHexString(end) + ", not 0xce");
        }
    }

    /// What a frame is. Judges type, size, end, that a heartbeat is empty and on channel 0, and that content is not.
    ///
    /// @throws AmqpException with [ReplyCode#FRAME_ERROR], or with [ReplyCode#CHANNEL_ERROR] for content on channel 0
    public static FrameType type(ByteBuffer frame) {
        int position = frame.position();
        int length = length(frame, position, frame.limit());
        if (length != frame.remaining()) {
            throw fault("a frame of " + frame.remaining() + " bytes has another size in it");
        }
        checkEnd(frame, frame.limit() - 1);
        FrameType type = typeAt(frame, position);
        checkChannel(type, frame);
        return type;
    }

    private static void checkChannel(FrameType type, ByteBuffer frame) {
        int channel = channel(frame);
        if (type == FrameType.HEARTBEAT && (channel != 0 || payloadLength(frame) != 0)) {
            throw new AmqpException(
                    ReplyCode.FRAME_ERROR,
                    "4.2.7",
                    "a heartbeat on channel " + channel + " with " + payloadLength(frame) + " bytes");
        }
        if ((type == FrameType.HEADER || type == FrameType.BODY) && channel == 0) {
            throw new AmqpException(ReplyCode.CHANNEL_ERROR, "4.2.6", "content (" + type + ") came on channel 0");
        }
    }

    /// Judges a frame as [#type] does, and refuses other types.
    ///
    /// @throws AmqpException as [#type], or with [ReplyCode#UNEXPECTED_FRAME] for another type
    public static void expect(FrameType expected, ByteBuffer frame) {
        FrameType type = type(frame);
        if (type != expected) {
            throw new AmqpException(
                    ReplyCode.UNEXPECTED_FRAME,
                    "4.2.6",
                    "a frame of type " + type + " where " + expected + " must come");
        }
    }

    /// 0 to 65535.
    public static int channel(ByteBuffer frame) {
        return frame.getShort(frame.position() + CHANNEL) & 0xffff;
    }

    /// The offset of the payload in the buffer.
    public static int payloadStart(ByteBuffer frame) {
        return frame.position() + PAYLOAD;
    }

    /// The offset after the payload in the buffer.
    public static int payloadEnd(ByteBuffer frame) {
        return frame.limit() - 1;
    }

    /// The bytes of the payload, 0 or more: of a body frame, those of the message.
    public static int payloadLength(ByteBuffer frame) {
        return frame.remaining() - OVERHEAD;
    }

    /// Copies the payload to a place that has room for it.
    ///
    /// @throws IndexOutOfBoundsException when it has none
    public static void copyPayload(ByteBuffer frame, byte[] target, int at) {
        frame.get(payloadStart(frame), target, at, payloadLength(frame));
    }

    /// Writes what is before a payload.
    ///
    /// @param channel 0 to 65535
    public static void putStart(FrameType type, int channel, int payloadLength, ByteBuffer out) {
        if (channel < 0 || channel > 0xffff) {
            throw new IllegalArgumentException("a channel is 0 to 65535, not " + channel);
        }
        out.put((byte) type.code()).putShort((short) channel).putInt(payloadLength);
    }

    /// Writes what is behind a payload.
    public static void putEnd(ByteBuffer out) {
        out.put((byte) END);
    }

    /// Writes a heartbeat, [#OVERHEAD] bytes (4.2.7).
    public static void putHeartbeat(ByteBuffer out) {
        putStart(FrameType.HEARTBEAT, 0, 0, out);
        putEnd(out);
    }

    private static AmqpException fault(String message) {
        return new AmqpException(ReplyCode.FRAME_ERROR, CLAUSE, message);
    }
}
