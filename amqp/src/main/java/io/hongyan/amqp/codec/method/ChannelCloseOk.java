package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `channel.close-ok`: answers [ChannelClose].
public enum ChannelCloseOk implements ClientMethod, ServerMethod {
    CLOSE_OK;

    @Override
    public MethodId id() {
        return MethodId.CHANNEL_CLOSE_OK;
    }
}
