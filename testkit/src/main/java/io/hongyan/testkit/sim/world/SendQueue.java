package io.hongyan.testkit.sim.world;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The outgoing frames of one connection: appended in this turn, flushed, and taken by the network as fast as the
/// client reads.
final class SendQueue {
    private final NetworkTiming network;
    private final Pipe toClient;
    private final List<ByteBuffer> appended = new ArrayList<>();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long appendedBytes;
    private long waitingBytes;
    private long onTheWay;
    private boolean dirty;
    private boolean unwritable;
    private boolean ended;

    SendQueue(NetworkTiming network, Pipe toClient) {
        this.network = network;
        this.toClient = toClient;
    }

    void append(ByteBuffer room) {
        appended.add(room);
        appendedBytes += room.capacity();
    }

    /// @return whether it was clean before
    boolean markDirty() {
        boolean was = dirty;
        dirty = true;
        return !was;
    }

    void clean() {
        dirty = false;
    }

    void flush() {
        for (ByteBuffer room : appended) {
            if (room.hasRemaining()) {
                throw new IllegalStateException("a frame of " + room.capacity() + " bytes was not filled");
            }
            byte[] frame = new byte[room.flip().remaining()];
            room.get(frame);
            waiting.add(frame);
        }
        waitingBytes += appendedBytes;
        appended.clear();
        appendedBytes = 0;
        unwritable |= waitingBytes > network.highWaterBytes();
        pump();
    }

    void taken(int bytes) {
        onTheWay -= bytes;
        pump();
    }

    private void pump() {
        while (!waiting.isEmpty()) {
            int next = waiting.element().length;
            if (onTheWay > 0 && onTheWay + next > network.windowBytes()) {
                return;
            }
            onTheWay += next;
            waitingBytes -= next;
            toClient.send(waiting.remove());
        }
    }

    /// Whether the queue was above the high-water mark and is under the low one now; reports it once.
    boolean becameWritable() {
        if (unwritable && waitingBytes < network.highWaterBytes() / 4) {
            unwritable = false;
            return true;
        }
        return false;
    }

    /// Whether so much waits that the client should not be read any more.
    boolean isCongested() {
        return unwritable && backlog() > 2L * network.highWaterBytes();
    }

    long backlog() {
        return waitingBytes + appendedBytes;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && appended.isEmpty();
    }

    void discard() {
        waiting.clear();
        appended.clear();
        waitingBytes = 0;
        appendedBytes = 0;
    }

    /// Signals the end to the client, after the frames under way.
    ///
    /// @return false when it was told already
    boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        toClient.send(Pipe.END);
        return true;
    }
}
