package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `basic.ack`: acknowledges deliveries, or confirms what was published (an extension of RabbitMQ).
///
/// @param deliveryTag as an unsigned number; 0 with `multiple` says all so far
/// @param multiple whether all up to this one are meant
public record BasicAck(long deliveryTag, boolean multiple) implements ClientMethod, ServerMethod {
    @Override
    public MethodId id() {
        return MethodId.BASIC_ACK;
    }
}
