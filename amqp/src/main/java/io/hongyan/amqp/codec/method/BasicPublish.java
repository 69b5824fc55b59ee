package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.publish`: brings a message: a content header and the body follow on the channel.
///
/// @param exchange at most 255 bytes
/// @param routingKey at most 255 bytes
/// @param mandatory whether a message that reaches no queue is to be returned
/// @param immediate whether a message that no consumer gets at once is to be returned
public record BasicPublish(String exchange, String routingKey, boolean mandatory, boolean immediate)
        implements ClientMethod {
    public BasicPublish {
        Texts.checkShort(exchange, "exchange");
        Texts.checkShort(routingKey, "routing-key");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_PUBLISH;
    }
}
