package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `channel.open-ok`: the channel is open.
public enum ChannelOpenOk implements ServerMethod {
    OPEN_OK;

    @Override
    public MethodId id() {
        return MethodId.CHANNEL_OPEN_OK;
    }
}
