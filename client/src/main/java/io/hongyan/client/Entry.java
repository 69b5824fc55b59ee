package io.hongyan.client;

import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/// A filter and who receives what it matches. Each call to subscribe makes one of its own.
///
/// @param wish what the server is asked for
/// @param local whether the server is not asked: its messages come by other ways
record Entry(Subscription wish, TopicFilter filter, Sink sink, boolean local) {
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
