package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `channel.flow-ok`: answers [ChannelFlow].
///
/// @param active what it asked for
public record ChannelFlowOk(boolean active) implements ClientMethod, ServerMethod {
    @Override
    public MethodId id() {
        return MethodId.CHANNEL_FLOW_OK;
    }
}
