package io.hongyan.codec.wire;

import io.hongyan.codec.ProtocolException;
import java.nio.ByteBuffer;

/// The length of the frame at the beginning of a byte stream, by the fixed header (chapter 2.1).
public final class Frames {
    /// The header is not complete yet.
    public static final int INCOMPLETE = -1;

    private Frames() {}

    /// The length of the frame that begins at a position: header and remaining length, 2 to 268,435,460
    /// bytes. The rest of the frame need not have arrived. No maximum is checked. The remaining length may have more
    /// bytes than it needs: whether that is allowed depends on the version.
    ///
    /// @param in read at absolute positions; its own position stays
    /// @return the length, or [#INCOMPLETE] when more bytes are needed
    /// @throws ProtocolException when the length has more than four bytes
    public static int length(ByteBuffer in, int position, int limit) {
        if (limit - position < 2) {
            return INCOMPLETE;
        }
        int first = in.get(position + 1);
        return first >= 0 ? 2 + first : longLength(in, position, limit);
    }

    private static int longLength(ByteBuffer in, int position, int limit) {
        int length = 0;
        for (int i = 1; i <= 4; i++) {
            if (position + i >= limit) {
                return INCOMPLETE;
            }
            int octet = in.get(position + i);
            length |= (octet & 0x7f) << (7 * (i - 1));
            if (octet >= 0) {
                return 1 + i + length;
            }
        }
        throw ProtocolException.malformed("1.5.5", "remaining length has more than four bytes");
    }

    /// The offset of the body of a frame whose fixed header has arrived.
    static int bodyStart(ByteBuffer in, int position) {
        int start = position + 2;
        while (in.get(start - 1) < 0) {
            start++;
        }
        return start;
    }
}
