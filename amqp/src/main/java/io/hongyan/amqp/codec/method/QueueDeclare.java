package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `queue.declare` with the bit `passive`: asks whether a queue is there. Without that bit it is [Unserved].
///
/// @param queue at most 255 bytes
/// @param noWait whether no [QueueDeclareOk] is wanted
public record QueueDeclare(String queue, boolean noWait) implements ClientMethod {
    public QueueDeclare {
        Texts.checkShort(queue, "queue");
    }

    @Override
    public MethodId id() {
        return MethodId.QUEUE_DECLARE;
    }
}
