package io.hongyan.codec.packet;

import io.hongyan.codec.QoS;

/// One entry of SUBSCRIBE (chapter 3.8.3). The filter is kept as sent: the server answers for each entry whether
/// it is valid.
///
/// @param filter one to 65535 bytes of UTF-8
/// @param qos the requested QoS
/// @param noLocal 5.0: messages of this client are not delivered to it
/// @param retainAsPublished 5.0: the RETAIN flag is delivered as published
/// @param retainHandling 5.0: when retained messages are sent
public record Subscription(
        String filter, QoS qos, boolean noLocal, boolean retainAsPublished, RetainHandling retainHandling) {
    /// An entry without the options of 5.0.
    public Subscription(String filter, QoS qos) {
        this(filter, qos, false, false, RetainHandling.SEND);
    }
}
