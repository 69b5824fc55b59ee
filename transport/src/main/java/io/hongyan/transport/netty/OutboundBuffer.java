package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The frames that one turn appended to a connection. A frame that was not written to its end, because its encoder
/// threw, is dropped: the rest of it would be what the memory held before, perhaps a message of another client.
///
/// Confined to the connection's loop.
final class OutboundBuffer {
    private static final int FIRST_BYTES = 1024;
    private static final int MOST_BYTES = 64 << 10;

    private final Channel channel;
    private final OutboundFraming framing;
    private @Nullable ByteBuf bytes;
    private @Nullable ByteBuffer last;
    private int lastStart;

    OutboundBuffer(Channel channel, OutboundFraming framing) {
        this.channel = channel;
        this.framing = framing;
    }

    /// Room for the next frame, to be filled before anything else is called.
    ByteBuffer frame(int size) {
        dropUnfinished();
        ByteBuf buffer = room(size);
        framing.began(size);
        lastStart = buffer.writerIndex();
        ByteBuffer view = buffer.internalNioBuffer(lastStart, size);
        buffer.writerIndex(lastStart + size);
        last = view;
        return view;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /// Gives everything to the channel, without a flush.
    void write() {
        dropUnfinished();
        ByteBuf buffer = bytes;
        if (buffer != null) {
            bytes = null;
            framing.write(channel, buffer);
        }
    }

    void discard() {
        last = null;
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    private void dropUnfinished() {
        ByteBuffer view = last;
        last = null;
        if (view != null && view.hasRemaining() && bytes != null) {
            bytes.writerIndex(lastStart);
            framing.dropped();
        }
    }

    private ByteBuf room(int size) {
        ByteBuf present = bytes;
        if (present != null && present.writableBytes() < size && present.readableBytes() + size > MOST_BYTES) {
            write();
            present = null;
        }
        if (present == null) {
            present = channel.alloc().directBuffer(Math.max(size, FIRST_BYTES));
            bytes = present;
        } else {
            present.ensureWritable(size);
        }
        return present;
    }
}
