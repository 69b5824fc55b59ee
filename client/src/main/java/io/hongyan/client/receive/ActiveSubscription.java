package io.hongyan.client.receive;

import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// A filter and the handler of the messages that match it. Each call to subscribe makes a new one.
///
/// @param subscription as sent to the server
/// @param local whether nothing is sent to the server, because the messages come without a subscription
public record ActiveSubscription(
        Subscription subscription, TopicFilter filter, DeliveryHandler handler, boolean local) {
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
