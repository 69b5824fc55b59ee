package io.hongyan.transport.netty;

import io.hongyan.transport.Loop;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// The TLS handshakes that a loop has still to begin. Each costs more than a hundred messages; when thousands of
/// clients come back at once, those who are in must be served all the same. So a turn of the loop has a share for
/// handshakes, and what is beyond it waits for the next turn, in the order in which it came.
///
/// Confined to its loop, but for [#isCrowded].
public final class HandshakeQueue {
    private static final long SHARE_NANOS = 1_000_000;
    /// A quarter of a second's work, far within the time that a handshake may take.
    private static final int CROWD = 512;

    private final Loop loop;
    private final LongSupplier nanos;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final AtomicInteger count = new AtomicInteger();
    private long spent;
    private boolean nextTurnDue;

    public HandshakeQueue(Loop loop, LongSupplier nanos) {
        this.loop = loop;
        this.nanos = nanos;
    }

    /// Begins a handshake, in this turn or in a later one.
    public void enter(Runnable begin) {
        if (spent < SHARE_NANOS && waiting.isEmpty()) {
            begin(begin);
        } else {
            waiting.add(begin);
            count.incrementAndGet();
        }
    }

    /// Whether so many wait that nobody else should be accepted. Any thread.
    public boolean isCrowded() {
        return count.get() >= CROWD;
    }

    private void begin(Runnable handshake) {
        if (!nextTurnDue) {
            nextTurnDue = true;
            loop.nextTurn(this::nextTurn);
        }
        long since = nanos.getAsLong();
        handshake.run();
        spent += nanos.getAsLong() - since;
    }

    private void nextTurn() {
        nextTurnDue = false;
        spent = 0;
        while (spent < SHARE_NANOS && !waiting.isEmpty()) {
            count.decrementAndGet();
            begin(waiting.remove());
        }
    }
}
