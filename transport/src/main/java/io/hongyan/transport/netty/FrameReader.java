package io.hongyan.transport.netty;

import io.hongyan.codec.ProtocolException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.wire.ExpectedHeaders;
import io.hongyan.codec.wire.Frames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cuts the byte stream into frames. A frame that lies whole in the received buffer is handed on as a view of it; only
/// an incomplete one is copied, into an array that grows with the bytes that really came and goes when the frame is
/// whole. The limit is checked as soon as the length is known, before anything is kept.
///
/// The fixed header is judged as soon as its bytes come, but only of a frame that is not whole yet: whoever decodes a
/// whole one judges its header anyway.
///
/// Confined to its connection's loop.
final class FrameReader {
    private static final int FIRST_REST = 256;
    private static final int UNKNOWN = 0;

    private int limit = Integer.MAX_VALUE;
    private ExpectedHeaders expected = ExpectedHeaders.ANY;
    private byte @Nullable [] rest;
    private int restLength;
    private int restTarget;

    /// The largest frame accepted, in bytes.
    void limit(int bytes) {
        limit = bytes;
    }

    /// What the next frames may be.
    void expect(ExpectedHeaders headers) {
        expected = headers;
    }

    /// Takes the next whole frame out of the buffer, or keeps what there is of it.
    ///
    /// @return null when more bytes are needed: then nothing is left in the buffer
    /// @throws ProtocolException when the length is malformed or above the limit, or no packet that is expected begins
    ///     so
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
            int length = Frames.length(view, start, view.limit());
            if (length != Frames.INCOMPLETE && length <= readable && length <= limit) {
                checkHttp(view, start, view.limit());
                expected.checkConnect(view.get(start) & 0xff);
                view.limit(start + length);
                in.skipBytes(length);
                return view;
            }
            check(view, start, view.limit(), length);
            rest = new byte[Math.max(FIRST_REST, Math.min(readable, length))];
            restLength = 0;
            restTarget = length == Frames.INCOMPLETE ? UNKNOWN : length;
        }
        return null;
    }

    private @Nullable ByteBuffer fill(ByteBuf in, byte[] present) {
        if (restTarget == UNKNOWN) {
            present[restLength++] = in.readByte();
            ByteBuffer header = ByteBuffer.wrap(present);
            int length = Frames.length(header, 0, restLength);
            check(header, 0, restLength, length);
            if (length == Frames.INCOMPLETE) {
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

    private void checkHttp(ByteBuffer in, int start, int end) {
        if (expected == ExpectedHeaders.FIRST_OF_CLIENT && PlainHttp.begins(in, start, end)) {
            throw new ProtocolException(ReasonCode.PROTOCOL_ERROR, "MQTT-3.1.0-1", PlainHttp.ON_MQTT_PORT);
        }
    }

    private void check(ByteBuffer in, int start, int end, int length) {
        checkHttp(in, start, end);
        expected.check(in, start, end);
        if (length > limit) {
            throw new ProtocolException(
                    ReasonCode.PACKET_TOO_LARGE,
                    "MQTT-3.2.2-15",
                    "a packet of " + length + " bytes; the limit is " + limit);
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
