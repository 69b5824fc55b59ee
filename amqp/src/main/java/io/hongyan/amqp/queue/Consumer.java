package io.hongyan.amqp.queue;

/// One consumer of a queue, as the queue sees it. Confined to the loop of the queue.
final class Consumer {}
