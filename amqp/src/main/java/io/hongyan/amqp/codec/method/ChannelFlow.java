package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `channel.flow`: asks the peer to hold content back, or not to any more.
///
/// @param active whether the peer may send content
public record ChannelFlow(boolean active) implements ClientMethod, ServerMethod {
    @Override
    public MethodId id() {
        return MethodId.CHANNEL_FLOW;
    }
}
