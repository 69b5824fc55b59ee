package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `queue.declare-ok`: the queue is there.
///
/// @param queue at most 255 bytes
/// @param messages that no consumer has, 0 to 4,294,967,295
/// @param consumers 0 to 4,294,967,295
public record QueueDeclareOk(String queue, long messages, long consumers) implements ServerMethod {
    public QueueDeclareOk {
        Texts.checkShort(queue, "queue");
        Ranges.check32(messages, "message-count");
        Ranges.check32(consumers, "consumer-count");
    }

    @Override
    public MethodId id() {
        return MethodId.QUEUE_DECLARE_OK;
    }
}
