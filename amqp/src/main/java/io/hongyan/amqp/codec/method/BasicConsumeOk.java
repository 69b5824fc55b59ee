package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.consume-ok`: the consumer is there.
///
/// @param consumerTag at most 255 bytes
public record BasicConsumeOk(String consumerTag) implements ServerMethod {
    public BasicConsumeOk {
        Texts.checkShort(consumerTag, "consumer-tag");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_CONSUME_OK;
    }
}
