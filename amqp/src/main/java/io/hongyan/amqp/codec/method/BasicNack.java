package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `basic.nack`: refuses deliveries, or says that what was published is lost (an extension of RabbitMQ).
///
/// @param deliveryTag as an unsigned number; 0 with `multiple` says all so far
/// @param multiple whether all up to this one are meant
/// @param requeue whether the messages are to be delivered again; without meaning from the server
public record BasicNack(long deliveryTag, boolean multiple, boolean requeue) implements ClientMethod, ServerMethod {
    @Override
    public MethodId id() {
        return MethodId.BASIC_NACK;
    }
}
