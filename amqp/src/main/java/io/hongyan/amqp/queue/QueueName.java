package io.hongyan.amqp.queue;

/// Names a queue among all: the durable and the live one of a key are two.
record QueueName(QueueKey key, boolean live) {}
