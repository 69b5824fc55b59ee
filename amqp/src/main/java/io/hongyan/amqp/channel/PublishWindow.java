package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.amqp.queue.SharedBytes;
import io.hongyan.transport.Connection;

/// Messages of one connection that are coming, or have come and are not settled. While too many are not settled,
/// nothing more is read; parts of messages that never become whole end the connection at some point.
///
/// Confined to the loop of the connection.
public final class PublishWindow {
    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 8L << 20;
    private static final long OWN_PARTIAL_BYTES = 1L << 20;

    private final Connection connection;
    private final SharedBytes memory;
    private long published;
    private int messages;
    private long bytes;
    private long partialBytes;
    private boolean pauses;

    /// @param memory that all connections share
    public PublishWindow(Connection connection, SharedBytes memory) {
        this.connection = connection;
        this.memory = memory;
    }

    /// Whether nothing is read at present.
    public boolean pauses() {
        return pauses;
    }

    /// Messages that have come since the connection was opened, whatever became of them.
    public long published() {
        return published;
    }

    /// Parts of messages took so many bytes more, or fewer. A connection has a mebibyte of its own; what it takes
    /// beyond comes from the memory of all.
    ///
    /// @throws AmqpException when there is no room for more parts
    void partial(int difference) {
        long before = shared();
        partialBytes += difference;
        long more = shared() - before;
        if (more <= 0) {
            memory.give(-more);
        } else if (!memory.take(more)) {
            partialBytes -= difference;
            throw new AmqpException(
                    ReplyCode.RESOURCE_ERROR,
                    "basic.publish",
                    "there is no memory for more messages that are not whole; this connection has " + partialBytes
                            + " bytes of such ones",
                    MethodId.BASIC_PUBLISH);
        }
    }

    private long shared() {
        return Math.max(0, partialBytes - OWN_PARTIAL_BYTES);
    }

    void begin(int size) {
        published++;
        messages++;
        bytes += size;
        if (!pauses && (messages >= MOST || bytes >= MOST_BYTES)) {
            pauses = true;
            connection.pauseReading();
        }
    }

    void end(int size) {
        messages--;
        bytes -= size;
        if (pauses && messages <= MOST / 2 && bytes <= MOST_BYTES / 2) {
            pauses = false;
            connection.resumeReading();
        }
    }
}
