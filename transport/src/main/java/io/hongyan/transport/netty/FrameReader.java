package io.hongyan.transport.netty;

import io.hongyan.transport.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts the byte stream into frames. A frame that lies whole in the received buffer is handed on as a view of it; only
/// an incomplete one is copied, into an array that grows with the bytes that really came and goes when the frame is
/// whole. The limit is checked as soon as the length is known, before anything is kept.
///
/// The beginning of a frame is judged as soon as its bytes come, most of it only of a frame that is not whole yet:
/// whoever decodes a whole one judges it anyway.
///
/// Confined to its connection's loop.
final class FrameReader {
    private static final int FIRST_REST = 256;
    private static final int UNKNOWN = 0;

    private int limit = Integer.MAX_VALUE;
    private Framing framing;
    private byte @Nullable [] rest;
    private int restLength;
    private int restTarget;

    FrameReader(Framing framing) {
        this.framing = framing;
    }

    /// The largest frame accepted, in bytes.
    void limit(int bytes) {
        limit = bytes;
    }

    /// How the next frames are cut.
    void framing(Framing next) {
        framing = next;
    }

    /// Takes the next whole frame out of the buffer, or keeps what there is of it.
    ///
    /// @return null when more bytes are needed: then nothing is left in the buffer
    /// @throws RuntimeException that the framing throws when no frame begins so, or its length is above the limit
    @Nullable
    ByteBuffer next(ByteBuf in) {
        while (in.isReadable()) {
            if (rest != null) {
                ByteBuffer frame = fill(in, rest);
                if (frame != null) {
                    return frame;
                }
                continue;
            }
            int readable = in.readableBytes();
            ByteBuffer view = in.internalNioBuffer(in.readerIndex(), readable);
            int start = view.position();
            int length = framing.length(view, start, view.limit());
            if (length != Framing.INCOMPLETE && length <= readable && length <= limit) {
                framing.checkWhole(view, start, view.limit());
                view.limit(start + length);
                in.skipBytes(length);
                return view;
            }
            check(view, start, view.limit(), length);
            rest = new byte[Math.max(FIRST_REST, Math.min(readable, length))];
            restLength = 0;
            restTarget = length == Framing.INCOMPLETE ? UNKNOWN : length;
        }
        return null;
    }

    private @Nullable ByteBuffer fill(ByteBuf in, byte[] present) {
        if (restTarget == UNKNOWN) {
            present[restLength++] = in.readByte();
            ByteBuffer header = ByteBuffer.wrap(present);
            int length = framing.length(header, 0, restLength);
            check(header, 0, restLength, length);
            if (length == Framing.INCOMPLETE) {
                return null;
            }
            restTarget = length;
        }
        int taken = Math.min(in.readableBytes(), restTarget - restLength);
        byte[] room = room(present, restLength + taken);
        in.readBytes(room, restLength, taken);
        restLength += taken;
        if (restLength < restTarget) {
            return null;
        }
        rest = null;
        return ByteBuffer.wrap(room, 0, restTarget);
    }

    private byte[] room(byte[] present, int needed) {
        if (needed <= present.length) {
            return present;
        }
        byte[] larger = Arrays.copyOf(present, Math.min(restTarget, Math.max(needed, present.length * 2)));
        rest = larger;
        return larger;
    }

    private void check(ByteBuffer in, int start, int end, int length) {
        framing.checkPart(in, start, end);
        if (length > limit) {
            throw framing.tooLong(length, limit);
        }
    }

    /// The unread bytes of both, in this order; both belong to the caller no more.
    static ByteBuf joined(ByteBuf first, ByteBuf second, ByteBufAllocator allocator) {
        ByteBuf both = first;
        if (first.maxWritableBytes() < second.readableBytes()) {
            both = allocator.directBuffer(2 * first.readableBytes() + second.readableBytes());
            both.writeBytes(first);
            first.release();
        }
        both.discardReadBytes();
        both.writeBytes(second);
        second.release();
        return both;
    }
}
