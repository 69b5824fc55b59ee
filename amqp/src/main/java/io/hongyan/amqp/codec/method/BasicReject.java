package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `basic.reject`: refuses one delivery.
///
/// @param deliveryTag as an unsigned number
/// @param requeue whether the message is to be delivered again
public record BasicReject(long deliveryTag, boolean requeue) implements ClientMethod {
    @Override
    public MethodId id() {
        return MethodId.BASIC_REJECT;
    }
}
