package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `channel.open`: opens the channel that it comes on.
public enum ChannelOpen implements ClientMethod {
    OPEN;

    @Override
    public MethodId id() {
        return MethodId.CHANNEL_OPEN;
    }
}
