package io.hongyan.amqp.queue;

/// Names a queue among all: the durable and the live one of a key are two.
record QueueName(QueueKey key, boolean live) {
    /// With the instance.
    String forLogs() {
        return key.instance() + "/" + text();
    }

    /// The name for people: that of the key, with `!live` for a live queue.
    String text() {
        return live ? key.name() + QueueStatus.LIVE : key.name();
    }
}
