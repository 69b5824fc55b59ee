package io.hongyan.cluster.link;

import java.nio.ByteBuffer;

/// The layout of a frame: a length of 4 bytes, which counts what follows it; a type of 1 byte; a body. Numbers have
/// their highest byte first.
final class LinkFrames {
    /// What stands before the length counts.
    static final int LENGTH_BYTES = 4;
    /// Length and type.
    static final int HEAD_BYTES = LENGTH_BYTES + 1;

    static final int HELLO = 1;
    static final int WELCOME = 2;
    static final int REFUSED = 3;
    static final int PING = 4;
    static final int PONG = 5;

    /// The largest frame until both sides know each other, with its head.
    static final int MAX_GREETING_BYTES = LENGTH_BYTES + 4096;

    private LinkFrames() {}

    /// Writes the head of a frame.
    ///
    /// @param bodyBytes the size of the body that follows
    /// @return the same buffer
    static ByteBuffer head(ByteBuffer out, int type, int bodyBytes) {
        return out.putInt(1 + bodyBytes).put((byte) type);
    }

    /// The type of a whole frame.
    static int type(ByteBuffer frame) {
        return frame.get(frame.position() + LENGTH_BYTES) & 0xff;
    }

    /// The same frame, at its body.
    static ByteBuffer body(ByteBuffer frame) {
        return frame.position(frame.position() + HEAD_BYTES);
    }
}
