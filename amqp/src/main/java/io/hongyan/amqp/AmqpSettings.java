package io.hongyan.amqp;

import io.hongyan.amqp.frame.Frames;
import io.hongyan.amqp.queue.QueueLimits;
import java.time.Duration;

/// How AMQP is served.
///
/// @param channelMax channels of one connection, 1 to 65,535
/// @param frameMaxBytes the largest frame in bytes, 4,096 to 16,777,216
/// @param heartbeat between two signs of life of an idle peer, 0 s (off) to 65,535 s; clients may ask for less
/// @param loginTimeout from the connection to `connection.open`, 1 s to 5 min
/// @param unacknowledged deliveries of one channel that are not acknowledged, 1 to 5,000. The server SDK closes its
///     channels when more than some thousand are
/// @param acknowledgeTimeout how long one of them may stay so before its channel is closed, 10 s to 24 h
/// @param queues bounds of each queue
public record AmqpSettings(
        int channelMax,
        int frameMaxBytes,
        Duration heartbeat,
        Duration loginTimeout,
        int unacknowledged,
        Duration acknowledgeTimeout,
        QueueLimits queues) {
    private static final int LARGEST_FRAME = 1 << 24;
    private static final int MOST_UNACKNOWLEDGED = 5_000;

    public AmqpSettings {
        range("channelMax", channelMax, 1, 0xffff);
        range("frameMaxBytes", frameMaxBytes, Frames.MIN_SIZE, LARGEST_FRAME);
        range("heartbeat", heartbeat, Duration.ZERO, Duration.ofSeconds(0xffff));
        range("loginTimeout", loginTimeout, Duration.ofSeconds(1), Duration.ofMinutes(5));
        range("unacknowledged", unacknowledged, 1, MOST_UNACKNOWLEDGED);
        range("acknowledgeTimeout", acknowledgeTimeout, Duration.ofSeconds(10), Duration.ofHours(24));
    }

    /// As RabbitMQ has it, but for the window.
    public static AmqpSettings defaults() {
        return new AmqpSettings(
                2047,
                1 << 17,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                512,
                Duration.ofMinutes(30),
                QueueLimits.defaults());
    }

    private static <T extends Comparable<T>> void range(String name, T value, T least, T most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(name + " is " + least + " to " + most + ", not " + value);
        }
    }
}
