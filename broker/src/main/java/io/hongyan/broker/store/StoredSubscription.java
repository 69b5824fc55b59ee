package io.hongyan.broker.store;

import io.hongyan.codec.QoS;

/// One filter of a persistent session, with its options.
///
/// @param filter as the client gave it, with `$share/...` in front where it did
/// @param subscriptionId 0 = none
public record StoredSubscription(
        String filter, QoS qos, boolean noLocal, boolean retainAsPublished, int subscriptionId) {}
