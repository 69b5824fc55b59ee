package io.hongyan.cluster.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What has come for a [RemoteConnection] and what of it has been delivered. Frames that may not be delivered yet are
/// copied and held; perhaps the word that the client broke the protocol comes behind them.
///
/// Confined to its loop.
final class Inflow {
    private final int tellEvery;
    private @Nullable ArrayDeque<byte[]> held;
    private @Nullable RuntimeException fault;
    private long received;
    /// Delivered, and not told to the node with the socket, in bytes.
    private int untold;

    private boolean delivering;
    private boolean closed;

    /// @param tellEvery after how many bytes the node with the socket hears of them
    Inflow(int tellEvery) {
        this.tellEvery = tellEvery;
    }

    /// In bytes, without what is held.
    long received() {
        return received;
    }

    /// The next bytes are not told: they came with OPEN, and do not count for the window.
    void exempt(int bytes) {
        untold -= bytes;
    }

    void hold(ByteBuffer frame) {
        ArrayDeque<byte[]> all = held;
        if (all == null) {
            all = new ArrayDeque<>(4);
            held = all;
        }
        byte[] copy = new byte[frame.remaining()];
        frame.get(copy);
        all.add(copy);
    }

    /// Nothing comes behind what is held but this.
    void endsWith(RuntimeException violation) {
        fault = violation;
    }

    /// Whether something waits to be delivered.
    boolean isHolding() {
        return held != null || fault != null;
    }

    /// The next frame that was held; null when the fault is next.
    @Nullable
    ByteBuffer next() {
        ArrayDeque<byte[]> all = held;
        if (all == null) {
            return null;
        }
        ByteBuffer next = ByteBuffer.wrap(all.remove());
        if (all.isEmpty()) {
            held = null;
        }
        return next;
    }

    RuntimeException takeFault() {
        RuntimeException next = fault;
        fault = null;
        return next == null ? new IllegalStateException("nothing is held") : next;
    }

    /// A frame is being delivered.
    ///
    /// @return how many bytes are to be told as taken now, or 0
    int begin(int bytes) {
        delivering = true;
        received += bytes;
        untold += bytes;
        if (untold < tellEvery) {
            return 0;
        }
        int due = untold;
        untold = 0;
        return due;
    }

    void delivered() {
        delivering = false;
    }

    boolean isDelivering() {
        return delivering;
    }

    /// Nothing more is delivered.
    void close() {
        closed = true;
        held = null;
        fault = null;
    }

    boolean isClosed() {
        return closed;
    }
}
