package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `basic.get`: asks for one message. This server does not serve it; it is read so that a refusal can name the queue.
///
/// @param queue at most 255 bytes
/// @param noAck whether the message counts as acknowledged
public record BasicGet(String queue, boolean noAck) implements ClientMethod {
    public BasicGet {
        Texts.checkShort(queue, "queue");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_GET;
    }
}
