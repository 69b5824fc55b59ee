package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `basic.qos-ok`: answers [BasicQos].
public enum BasicQosOk implements ServerMethod {
    QOS_OK;

    @Override
    public MethodId id() {
        return MethodId.BASIC_QOS_OK;
    }
}
