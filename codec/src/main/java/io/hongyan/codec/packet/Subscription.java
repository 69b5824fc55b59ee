package io.hongyan.codec.packet;

import io.hongyan.codec.QoS;

/// One entry of SUBSCRIBE (chapter 3.8.3). The filter is kept as sent: whether it is valid is the server's answer
/// per entry, not a property of the packet.
///
/// @param filter one to 65535 bytes of UTF-8
/// @param qos the highest QoS wished
/// @param noLocal 5.0: own messages do not come back
/// @param retainAsPublished 5.0: the RETAIN flag stays as published
/// @param retainHandling 5.0: when retained messages are sent
public record Subscription(
        String filter, QoS qos, boolean noLocal, boolean retainAsPublished, RetainHandling retainHandling) {
    /// An entry as 3.1 and 3.1.1 know it.
    public Subscription(String filter, QoS qos) {
        this(filter, qos, false, false, RetainHandling.SEND);
    }
}
