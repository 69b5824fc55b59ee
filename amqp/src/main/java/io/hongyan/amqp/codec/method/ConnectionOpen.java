package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.Texts;

/// `connection.open`: opens the virtual host.
///
/// @param virtualHost at most 255 bytes
public record ConnectionOpen(String virtualHost) implements ClientMethod {
    public ConnectionOpen {
        Texts.checkShort(virtualHost, "virtual-host");
    }

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_OPEN;
    }
}
