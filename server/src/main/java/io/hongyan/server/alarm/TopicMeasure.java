package io.hongyan.server.alarm;

/// What is measured of a parent topic of an instance: of it and of all topics below.
public enum TopicMeasure {
    /// Messages that clients published, the mean of the minute: what the cloud service calls `ReceiveTpsPerTopic`.
    RECEIVE_TPS("topicReceiveTps", "a second"),
    /// Messages that were sent to clients: `SendTpsPerTopic`.
    SEND_TPS("topicSendTps", "a second"),
    /// Subscriptions by filters that begin with it: `SubscriptionsPerTopic`.
    SUBSCRIPTIONS("topicSubscriptions", "count");

    private final String field;
    private final String unit;

    TopicMeasure(String field, String unit) {
        this.field = field;
        this.unit = unit;
    }

    public String field() {
        return field;
    }

    public String unit() {
        return unit;
    }
}
