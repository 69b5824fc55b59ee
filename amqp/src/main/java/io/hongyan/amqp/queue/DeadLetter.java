package io.hongyan.amqp.queue;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;

/// A message that consumers rejected as often as the queue allows. It keeps its expiry, if it has one.
///
/// @param sequence names it within its queue, and rises with the time at which it was given up
/// @param id as consumers saw it
/// @param publishedMillis when it was published, in wall milliseconds; right for those of the last 28 days
public record DeadLetter(long sequence, MessageId id, Message message, long publishedMillis) {}
