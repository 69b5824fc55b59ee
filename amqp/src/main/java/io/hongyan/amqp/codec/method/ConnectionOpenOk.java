package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `connection.open-ok`: the connection is ready.
public enum ConnectionOpenOk implements ServerMethod {
    OPEN_OK;

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_OPEN_OK;
    }
}
