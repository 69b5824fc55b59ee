package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// One method of AMQP 0-9-1 (4.2.4). What the standard reserves is read and forgotten, and written as zeros.
public sealed interface Method permits ClientMethod, ServerMethod {
    /// Its numbers and its name.
    MethodId id();
}
