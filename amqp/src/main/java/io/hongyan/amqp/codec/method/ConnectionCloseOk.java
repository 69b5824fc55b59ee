package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `connection.close-ok`: answers [ConnectionClose].
public enum ConnectionCloseOk implements ClientMethod, ServerMethod {
    CLOSE_OK;

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_CLOSE_OK;
    }
}
