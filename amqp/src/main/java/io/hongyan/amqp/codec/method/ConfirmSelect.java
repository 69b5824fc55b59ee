package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `confirm.select`: wants each message that is published on the channel confirmed (an extension of RabbitMQ).
///
/// @param noWait whether no [ConfirmSelectOk] is wanted
public record ConfirmSelect(boolean noWait) implements ClientMethod {
    @Override
    public MethodId id() {
        return MethodId.CONFIRM_SELECT;
    }
}
