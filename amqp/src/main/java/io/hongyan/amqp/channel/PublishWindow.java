package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.AmqpException;
import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.ReplyCode;
import io.hongyan.transport.Connection;

/// Messages of one connection that are coming, or have come and are not settled. While too many are not settled,
/// nothing more is read; parts of messages that never become whole end the connection at some point.
///
/// Confined to the loop of the connection.
public final class PublishWindow {
    private static final int MOST = 1_000;
    private static final long MOST_BYTES = 8L << 20;
    private static final long MOST_PARTIAL_BYTES = 64L << 20;

    private final Connection connection;
    private int messages;
    private long bytes;
    private long partialBytes;
    private boolean pauses;

    public PublishWindow(Connection connection) {
        this.connection = connection;
    }

    /// Whether nothing is read at present.
    public boolean pauses() {
        return pauses;
    }

    /// Parts of messages took so many bytes more, or fewer.
    ///
    /// @throws AmqpException when all that are not whole take too many
    void partial(int difference) {
        partialBytes += difference;
        if (difference > 0 && partialBytes > MOST_PARTIAL_BYTES) {
            throw new AmqpException(
                    ReplyCode.RESOURCE_ERROR,
                    "basic.publish",
                    "messages that are not whole take more than " + MOST_PARTIAL_BYTES + " bytes on this connection",
                    MethodId.BASIC_PUBLISH);
        }
    }

    void begin(int size) {
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
