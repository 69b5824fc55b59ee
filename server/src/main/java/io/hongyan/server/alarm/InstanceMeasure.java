package io.hongyan.server.alarm;

import io.hongyan.broker.InstanceStats;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// What is measured of each instance.
public enum InstanceMeasure {
    CONNECTIONS("connections", "count", InstanceStats::connections, false),
    SESSIONS("sessions", "count", InstanceStats::sessions, false),
    SUBSCRIPTIONS("subscriptions", "count", InstanceStats::subscriptions, false),
    RETAINED_MESSAGES("retainedMessages", "count", InstanceStats::retainedMessages, false),
    RETAINED_BYTES("retainedBytes", "bytes", InstanceStats::retainedBytes, false),
    QUEUED_BYTES("queuedBytes", "bytes", InstanceStats::queuedBytes, false),
    MESSAGES_RECEIVED("messagesReceived", "a minute", InstanceStats::messagesReceived, true),
    MESSAGES_SENT("messagesSent", "a minute", InstanceStats::messagesSent, true),
    BYTES_RECEIVED("bytesReceived", "bytes of payload a minute", InstanceStats::bytesReceived, true),
    BYTES_SENT("bytesSent", "bytes of payload a minute", InstanceStats::bytesSent, true),
    /// Both directions together, the mean of the minute: what the cloud service calls `AverageQpsPerInstance`, without
    /// its weights.
    MESSAGES_PER_SECOND("messagesPerSecond", "a second", s -> s.messagesReceived() + s.messagesSent(), true);

    private static final double SECONDS = 60;

    private final String field;
    private final String unit;
    private final ToLongFunction<InstanceStats> figure;
    private final boolean grows;

    InstanceMeasure(String field, String unit, ToLongFunction<InstanceStats> figure, boolean grows) {
        this.field = field;
        this.unit = unit;
        this.figure = figure;
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
    double value(@Nullable InstanceStats before, InstanceStats now) {
        long value = figure.applyAsLong(now);
        if (!grows) {
            return value;
        }
        long old = before == null ? 0 : figure.applyAsLong(before);
        double more = value < old ? value : value - old; // it was deleted, and made again
        return this == MESSAGES_PER_SECOND ? more / SECONDS : more;
    }
}
