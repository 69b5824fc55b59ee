package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.cancel`: ends a consumer.
///
/// @param consumerTag at most 255 bytes
/// @param noWait whether no [BasicCancelOk] is wanted
public record BasicCancel(String consumerTag, boolean noWait) implements ClientMethod {
    public BasicCancel {
        Texts.checkShort(consumerTag, "consumer-tag");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_CANCEL;
    }
}
