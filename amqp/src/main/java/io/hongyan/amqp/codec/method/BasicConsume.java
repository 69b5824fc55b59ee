package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.consume`: begins a consumer.
///
/// @param queue at most 255 bytes
/// @param consumerTag at most 255 bytes; empty when the server is to choose one
/// @param noLocal whether messages of the same connection are not wanted
/// @param noAck whether deliveries count as acknowledged
/// @param exclusive whether no other consumer is to have the queue
/// @param noWait whether no [BasicConsumeOk] is wanted
/// @param arguments what the server defines
public record BasicConsume(
        String queue,
        String consumerTag,
        boolean noLocal,
        boolean noAck,
        boolean exclusive,
        boolean noWait,
        FieldTable arguments)
        implements ClientMethod {
    public BasicConsume {
        Texts.checkShort(queue, "queue");
        Texts.checkShort(consumerTag, "consumer-tag");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_CONSUME;
    }
}
