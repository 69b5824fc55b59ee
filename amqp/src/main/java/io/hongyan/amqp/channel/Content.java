package io.hongyan.amqp.channel;

import io.hongyan.amqp.codec.content.BasicProperties;
import io.hongyan.amqp.codec.method.BasicPublish;
import org.jspecify.annotations.Nullable;

/// A whole message as it was published.
///
/// @param size of the body, 0 or more
/// @param body null when it is above the limit: then it was not kept
record Content(BasicPublish publish, BasicProperties properties, long size, byte @Nullable [] body) {}
