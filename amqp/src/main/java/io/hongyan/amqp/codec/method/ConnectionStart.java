package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;
import io.hongyan.amqp.codec.field.FieldTable;

/// `connection.start`: offers mechanisms of authentication: the first method of a connection. The version is 0-9.
///
/// @param serverProperties what clients may want to know of this server, such as `product` and `capabilities`
/// @param mechanisms names apart by spaces, such as `PLAIN`
/// @param locales names apart by spaces, such as `en_US`
public record ConnectionStart(FieldTable serverProperties, String mechanisms, String locales) implements ServerMethod {
    @Override
    public MethodId id() {
        return MethodId.CONNECTION_START;
    }
}
