package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `connection.blocked`: asks a client that knows of it not to publish (an extension of RabbitMQ).
///
/// @param reason for people, at most 255 bytes
public record ConnectionBlocked(String reason) implements ServerMethod {
    public ConnectionBlocked {
        Texts.checkShort(reason, "reason");
    }

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_BLOCKED;
    }
}
