package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.deliver`: brings a message to a consumer: a content header and the body follow on the channel, see
/// [io.hongyan.amqp.codec.wire.DeliveryEncoder].
///
/// @param consumerTag at most 255 bytes
/// @param deliveryTag from 1 per channel
/// @param redelivered whether it may have been delivered before
/// @param exchange at most 255 bytes
/// @param routingKey at most 255 bytes
public record BasicDeliver(
        String consumerTag, long deliveryTag, boolean redelivered, String exchange, String routingKey)
        implements ServerMethod {
    public BasicDeliver {
        Texts.checkShort(consumerTag, "consumer-tag");
        Texts.checkShort(exchange, "exchange");
        Texts.checkShort(routingKey, "routing-key");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_DELIVER;
    }
}
