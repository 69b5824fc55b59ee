package io.hongyan.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Guesses how much the next read of a connection will bring, from what the last ones brought. It does as Netty's
/// `AdaptiveRecvByteBufAllocator`, with a third of the memory for each connection.
public final class ReadSizes implements RecvByteBufAllocator {
    private static final int SMALLEST = 64;
    private static final int FIRST = 2048;
    private static final int LARGEST = 65_536;
    /// A buffer that was filled was perhaps much too small.
    private static final int GROWTH = 16;
    /// Reads of one connection in a turn, so that the others have theirs.
    private static final int MOST_READS = 16;

    @Override
    @SuppressWarnings("deprecation") // Netty has no other
    public Handle newHandle() {
        return new Guess();
    }

    private static final class Guess implements ExtendedHandle {
        private @Nullable ChannelConfig config;
        private int size = FIRST;
        private int attempted;
        private int last;
        private int total;
        private short reads;
        private boolean wasSmall;

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(size);
        }

        @Override
        public int guess() {
            return size;
        }

        @Override
        public void reset(ChannelConfig current) {
            config = current;
            reads = 0;
            total = 0;
        }

        @Override
        public void incMessagesRead(int count) {
            reads += (short) count;
        }

        @Override
        public void lastBytesRead(int bytes) {
            last = bytes;
            if (bytes > 0) {
                total += bytes;
                if (bytes == attempted) {
                    learn(bytes);
                }
            }
        }

        @Override
        public int lastBytesRead() {
            return last;
        }

        @Override
        public void attemptedBytesRead(int bytes) {
            attempted = bytes;
        }

        @Override
        public int attemptedBytesRead() {
            return attempted;
        }

        @Override
        public boolean continueReading() {
            return mayRead() && attempted == last;
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier more) {
            return mayRead() && more.get();
        }

        private boolean mayRead() {
            return config != null && config.isAutoRead() && reads < MOST_READS && total > 0;
        }

        @Override
        public void readComplete() {
            learn(total);
        }

        /// Twice in a row less than half of a buffer: the next one is half as large.
        private void learn(int bytes) {
            if (bytes >= size) {
                size = Math.min(LARGEST, size * GROWTH);
                wasSmall = false;
            } else if (bytes > size / 2) {
                wasSmall = false;
            } else if (wasSmall) {
                size = Math.max(SMALLEST, size / 2);
                wasSmall = false;
            } else {
                wasSmall = true;
            }
        }
    }
}
