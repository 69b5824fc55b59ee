package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The frames that one turn appended to a connection. A frame that was not written to its end, because its encoder
/// threw, is dropped: the rest of it would be what the memory held before, perhaps a message of another client.
///
/// Confined to the connection's loop.
@SuppressWarnings("FutureReturnValueIgnored") // the channel tells its handlers
final class OutboundBuffer {
    private static final int FIRST_BYTES = 1024;
    private static final int MOST_BYTES = 64 << 10;

    /// What a turn gives to the channel without a flush. TLS encrypts all of it before the first byte leaves.
    private static final int MOST_UNFLUSHED = 1 << 20;

    private final Channel channel;
    private final OutboundFraming framing;
    private @Nullable ByteBuf bytes;
    private @Nullable ByteBuffer last;
    private int lastStart;
    private int lastHead;
    private int unflushed;
    private boolean appending;

    OutboundBuffer(Channel channel, OutboundFraming framing) {
        this.channel = channel;
        this.framing = framing;
    }

    /// Room for the next frame, to be filled before anything else is called.
    ByteBuffer frame(int size) {
        appending = true;
        finishLast();
        int head = framing.headBytes(size);
        ByteBuf buffer = room(head + size);
        appending = false;
        int start = buffer.writerIndex();
        framing.head(buffer, size);
        ByteBuffer view = buffer.internalNioBuffer(start + head, size);
        buffer.writerIndex(start + head + size);
        lastStart = start;
        lastHead = head;
        last = view;
        return view;
    }

    /// Whether a frame is being appended, which may have much flushed that came before.
    boolean isAppending() {
        return appending;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /// Gives everything to the channel, and has it written.
    void flush() {
        unflushed = 0;
        write();
        channel.flush();
    }

    private void write() {
        finishLast();
        ByteBuf buffer = bytes;
        if (buffer != null) {
            bytes = null;
            unflushed += buffer.readableBytes();
            channel.write(buffer, channel.voidPromise());
            if (unflushed > MOST_UNFLUSHED) {
                unflushed = 0;
                channel.flush();
            }
        }
    }

    void discard() {
        last = null;
        if (bytes != null) {
            bytes.release();
            bytes = null;
        }
    }

    private void finishLast() {
        ByteBuffer view = last;
        last = null;
        if (view == null || bytes == null) {
            return;
        }
        if (view.hasRemaining()) {
            bytes.writerIndex(lastStart);
        } else {
            framing.finished(bytes, lastStart + lastHead);
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
