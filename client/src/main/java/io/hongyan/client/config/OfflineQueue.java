package io.hongyan.client.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The limits of messages that wait in a client: for a connection, or for room in the in-flight
/// window.
///
/// @param messages 0 to 10,000,000
/// @param bytes payloads and topics with what they take in memory, 0 or more
/// @param timeToLive how long a message may wait; null = for ever
/// @param whenFull who goes when there is no room
/// @param qos0 whether messages of QoS 0 wait for a connection too
/// @param folder where the messages are kept on disk too, so that they outlive the process; null = nowhere
public record OfflineQueue(
        int messages,
        long bytes,
        @Nullable Duration timeToLive,
        WhenFull whenFull,
        boolean qos0,
        @Nullable Path folder) {
    /// 100,000 messages, 64 MiB, for ever, the newest refused, QoS 0 too, in memory.
    public static final OfflineQueue USUAL =
            new OfflineQueue(100_000, 64 << 20, null, WhenFull.REFUSE_NEWEST, true, null);

    /// Which message is dropped when there is no room.
    public enum WhenFull {
        /// The new message.
        REFUSE_NEWEST,
        /// The oldest messages.
        DROP_OLDEST
    }

    public OfflineQueue {
        if (messages < 0 || messages > 10_000_000) {
            throw new IllegalArgumentException("queue.messages is 0 to 10,000,000, not " + messages);
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("queue.bytes is 0 or more, not " + bytes);
        }
        if (timeToLive != null && (timeToLive.isNegative() || timeToLive.isZero())) {
            throw new IllegalArgumentException("queue.timeToLive is longer than 0, not " + timeToLive);
        }
    }

    /// The same with other bounds.
    public OfflineQueue of(int count, long size) {
        return new OfflineQueue(count, size, timeToLive, whenFull, qos0, folder);
    }

    public OfflineQueue withTimeToLive(Duration value) {
        return new OfflineQueue(messages, bytes, value, whenFull, qos0, folder);
    }

    public OfflineQueue withWhenFull(WhenFull value) {
        return new OfflineQueue(messages, bytes, timeToLive, value, qos0, folder);
    }

    public OfflineQueue withQos0(boolean value) {
        return new OfflineQueue(messages, bytes, timeToLive, whenFull, value, folder);
    }

    /// The same, on disk as well: messages that the server has not acknowledged outlive the process, and the next
    /// client with that folder and client id sends them. Needs a client id, and a folder for each client.
    public OfflineQueue onDisk(Path value) {
        return new OfflineQueue(messages, bytes, timeToLive, whenFull, qos0, value);
    }
}
