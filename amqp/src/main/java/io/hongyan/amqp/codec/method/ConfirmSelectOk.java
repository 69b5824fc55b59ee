package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `confirm.select-ok`: answers [ConfirmSelect].
public enum ConfirmSelectOk implements ServerMethod {
    SELECT_OK;

    @Override
    public MethodId id() {
        return MethodId.CONFIRM_SELECT_OK;
    }
}
