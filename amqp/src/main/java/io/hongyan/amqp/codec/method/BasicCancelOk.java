package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.cancel-ok`: the consumer is gone.
///
/// @param consumerTag at most 255 bytes
public record BasicCancelOk(String consumerTag) implements ServerMethod {
    public BasicCancelOk {
        Texts.checkShort(consumerTag, "consumer-tag");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_CANCEL_OK;
    }
}
