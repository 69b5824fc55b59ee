package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `connection.unblocked`: takes [ConnectionBlocked] back.
public enum ConnectionUnblocked implements ServerMethod {
    UNBLOCKED;

    @Override
    public MethodId id() {
        return MethodId.CONNECTION_UNBLOCKED;
    }
}
