package io.hongyan.server.history;

/// What is measured each minute. Rows hold the values in this order: a new measure comes at the end, and none leaves.
public enum Measure {
    CONNECTIONS("connections"),
    SESSIONS("sessions"),
    SUBSCRIPTIONS("subscriptions"),
    RETAINED_MESSAGES("retainedMessages"),
    MESSAGES_WAITING("messagesWaiting"),
    QUEUED_BYTES("queuedBytes"),
    STORED_BYTES("storedBytes"),
    HEAP_BYTES("heapBytes"),
    MESSAGES_RECEIVED("messagesReceived", Kind.COUNT),
    MESSAGES_SENT("messagesSent", Kind.COUNT),
    BYTES_RECEIVED("bytesReceived", Kind.COUNT),
    BYTES_SENT("bytesSent", Kind.COUNT),
    CONNECTS("connects", Kind.COUNT),
    CONNECTS_REFUSED("connectsRefused", Kind.COUNT),
    DISCONNECTS("disconnects", Kind.COUNT),
    PUBLISHES_REFUSED("publishesRefused", Kind.COUNT),
    SUBSCRIBES_REFUSED("subscribesRefused", Kind.COUNT),
    MESSAGES_DROPPED("messagesDropped", Kind.COUNT),
    LISTENER_TROUBLES("listenerTroubles", Kind.COUNT),
    INTERNAL_ERRORS("internalErrors", Kind.COUNT),
    /// Of one core; with two at work it is 200.
    CPU_PERCENT("cpuPercent", Kind.RATE),
    /// From PUBLISH read to PUBACK or PUBREC written: 99 of 100 took no longer than this step of the histogram.
    ANSWER_P99_MILLIS("answerP99Millis", Kind.LATENCY),
    /// The same of how late tasks of the shards ran.
    SHARD_DELAY_P99_MILLIS("shardDelayP99Millis", Kind.LATENCY);

    private final String field;
    private final Kind kind;

    /// What the value of a minute is, and that of several together.
    enum Kind {
        /// As it was at the end of the minute; together the mean.
        GAUGE,
        /// How much more it became within the minute; together the sum.
        COUNT,
        /// The mean of the minute; together the mean.
        RATE,
        /// Of the minute; together the longest.
        LATENCY
    }

    Measure(String field) {
        this(field, Kind.GAUGE);
    }

    Measure(String field, Kind kind) {
        this.field = field;
        this.kind = kind;
    }

    /// Its name in answers.
    public String field() {
        return field;
    }

    Kind kind() {
        return kind;
    }
}
