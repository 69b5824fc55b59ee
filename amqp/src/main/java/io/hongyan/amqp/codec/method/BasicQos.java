package io.hongyan.amqp.codec.method;

import io.hongyan.amqp.codec.MethodId;

/// `basic.qos`: limits what is delivered and not acknowledged.
///
/// @param prefetchSize bytes, 0 to 4,294,967,295; 0 says no limit
/// @param prefetchCount messages, 0 to 65535; 0 says no limit
/// @param global whether it is meant for more than each new consumer of the channel
public record BasicQos(long prefetchSize, int prefetchCount, boolean global) implements ClientMethod {
    public BasicQos {
        Ranges.check32(prefetchSize, "prefetch-size");
        Ranges.check16(prefetchCount, "prefetch-count");
    }

    @Override
    public MethodId id() {
        return MethodId.BASIC_QOS;
    }
}
