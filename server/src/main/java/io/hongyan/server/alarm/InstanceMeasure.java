package io.hongyan.server.alarm;

import io.hongyan.broker.InstanceStats;
import org.jspecify.annotations.Nullable;

/// What is measured of each instance.
public enum InstanceMeasure {
    CONNECTIONS("connections", "count", false),
    SESSIONS("sessions", "count", false),
    SUBSCRIPTIONS("subscriptions", "count", false),
    RETAINED_MESSAGES("retainedMessages", "count", false),
    RETAINED_BYTES("retainedBytes", "bytes", false),
    QUEUED_BYTES("queuedBytes", "bytes", false),
    MESSAGES_RECEIVED("messagesReceived", "a minute", true),
    MESSAGES_SENT("messagesSent", "a minute", true),
    BYTES_RECEIVED("bytesReceived", "bytes of payload a minute", true),
    BYTES_SENT("bytesSent", "bytes of payload a minute", true),
    /// Both directions together, the mean of the minute.
    MESSAGES_PER_SECOND("messagesPerSecond", "a second", true),
    /// The same with the weights of the cloud service, which calls it `AverageQpsPerInstance`.
    AVERAGE_QPS("averageQps", "weighted messages a second", true),
    /// That of the second of the minute that had most: `MaxQpsPerInstance`.
    MAX_QPS("maxQps", "weighted messages a second", true);

    private static final double SECONDS = 60;

    private final String field;
    private final String unit;
    private final boolean grows;

    InstanceMeasure(String field, String unit, boolean grows) {
        this.field = field;
        this.unit = unit;
        this.grows = grows;
    }

    public String field() {
        return field;
    }

    public String unit() {
        return unit;
    }

    /// The value of a minute.
    ///
    /// @param before what was a minute ago; null when there was nothing
    /// @param peak weighted messages of the second that had most
    double value(@Nullable InstanceStats before, InstanceStats now, double peak) {
        if (this == MAX_QPS) {
            return peak;
        }
        long value = figure(now);
        if (!grows) {
            return value;
        }
        long old = before == null ? 0 : figure(before);
        double more = value < old ? value : value - old; // it was deleted, and made again
        return this == MESSAGES_PER_SECOND || this == AVERAGE_QPS ? more / SECONDS : more;
    }

    private long figure(InstanceStats stats) {
        return switch (this) {
            case CONNECTIONS -> stats.connections();
            case SESSIONS -> stats.sessions();
            case SUBSCRIPTIONS -> stats.subscriptions();
            case RETAINED_MESSAGES -> stats.retainedMessages();
            case RETAINED_BYTES -> stats.retainedBytes();
            case QUEUED_BYTES -> stats.queuedBytes();
            case MESSAGES_RECEIVED -> stats.messagesReceived();
            case MESSAGES_SENT -> stats.messagesSent();
            case BYTES_RECEIVED -> stats.bytesReceived();
            case BYTES_SENT -> stats.bytesSent();
            case MESSAGES_PER_SECOND -> stats.messagesReceived() + stats.messagesSent();
            case AVERAGE_QPS, MAX_QPS -> stats.weightedMessages();
        };
    }
}
