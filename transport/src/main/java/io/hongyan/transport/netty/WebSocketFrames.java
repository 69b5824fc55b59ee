package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// What stands before the payload of a WebSocket frame, and the mask over it (RFC 6455, chapters 5.2 and 5.3).
///
/// No state. Any thread.
public final class WebSocketFrames {
    /// The first byte of a binary message in one frame.
    public static final int WHOLE_BINARY = 0x82;

    /// The most bytes before a payload: two, a length in eight, a mask.
    public static final int LARGEST_HEAD = 14;

    /// The most bytes of payload whose number stands in the second byte.
    public static final int LARGEST_SHORT = 125;

    /// The second byte says that the length follows in two bytes.
    public static final int IN_TWO_BYTES = 126;

    /// The second byte says that the length follows in eight bytes.
    public static final int IN_EIGHT_BYTES = 127;

    /// The most bytes of payload whose number stands in two bytes.
    public static final int LARGEST_IN_TWO_BYTES = 0xffff;

    private static final int MASKED = 0x80;
    private static final int MASK_BYTES = 4;

    private WebSocketFrames() {}

    /// The number of bytes before a payload.
    ///
    /// @param masked as clients send
    static int headBytes(int size, boolean masked) {
        int length = size <= LARGEST_SHORT ? 2 : size <= LARGEST_IN_TWO_BYTES ? 4 : 10;
        return masked ? length + MASK_BYTES : length;
    }

    /// Appends what stands before a payload, in as few bytes as there can be.
    ///
    /// @param masks of a client; null = from a server, without a mask
    static void head(ByteBuf out, int first, int size, @Nullable Masks masks) {
        int mark = masks == null ? 0 : MASKED;
        if (size <= LARGEST_SHORT) {
            out.writeShort((first << 8) | mark | size);
        } else if (size <= LARGEST_IN_TWO_BYTES) {
            out.writeInt((((first << 8) | mark | IN_TWO_BYTES) << 16) | size);
        } else {
            out.writeShort((first << 8) | mark | IN_EIGHT_BYTES);
            out.writeLong(size);
        }
        if (masks != null) {
            out.writeInt(masks.next());
        }
    }

    /// Lays the mask that stands before a payload over it.
    ///
    /// @param payload where it begins; the buffer ends with it
    static void mask(ByteBuf out, int payload) {
        int size = out.writerIndex() - payload;
        ByteBuffer bytes = out.internalNioBuffer(payload, size);
        move(bytes, bytes.position(), bytes.position(), size, out.getInt(payload - MASK_BYTES));
    }

    /// A control frame.
    ///
    /// @param first its first byte
    /// @param payload at most 125 bytes
    /// @param masks of a client; null = from a server
    public static ByteBuf control(ByteBufAllocator allocator, int first, byte[] payload, @Nullable Masks masks) {
        ByteBuf out = allocator.directBuffer(headBytes(payload.length, masks != null) + payload.length);
        head(out, first, payload.length, masks);
        int start = out.writerIndex();
        out.writeBytes(payload);
        if (masks != null) {
            mask(out, start);
        }
        return out;
    }

    /// Moves bytes to the front of where they lie, or leaves them in their place, and lays a mask over them, or takes
    /// it away, in the same pass.
    ///
    /// @param to not behind `from`; the two may overlap
    /// @param mask the first byte is under its highest eight bits
    /// @return the mask for the bytes that follow
    public static int move(ByteBuffer bytes, int from, int to, int length, int mask) {
        if (mask == 0) {
            if (from != to) {
                bytes.put(to, bytes, from, length);
            }
            return 0;
        }
        long twice = ((long) mask << 32) | (mask & 0xffffffffL);
        int done = 0;
        for (; done <= length - Long.BYTES; done += Long.BYTES) {
            bytes.putLong(to + done, bytes.getLong(from + done) ^ twice);
        }
        if (done <= length - Integer.BYTES) {
            bytes.putInt(to + done, bytes.getInt(from + done) ^ mask);
            done += Integer.BYTES;
        }
        for (int shift = 24; done < length; done++, shift -= 8) {
            bytes.put(to + done, (byte) (bytes.get(from + done) ^ (mask >> shift)));
        }
        return Integer.rotateLeft(mask, (length & 3) << 3);
    }
}
