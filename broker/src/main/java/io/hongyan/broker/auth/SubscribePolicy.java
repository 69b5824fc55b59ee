package io.hongyan.broker.auth;

import io.hongyan.codec.topic.TopicFilter;

/// Limits on subscriptions, beyond permission.
public interface SubscribePolicy {
    SubscribePolicy NONE = new SubscribePolicy() {
        @Override
        public Decision admit(Client client, TopicFilter filter, int held) {
            return Decision.ALLOW;
        }

        @Override
        public void released(String instance, TopicFilter filter) {}
    };

    /// Called on the shard of the client for every filter that is new to its session.
    ///
    /// @param held the number of filters that the session has
    Decision admit(Client client, TopicFilter filter, int held);

    /// An admitted filter was removed, by UNSUBSCRIBE or with the session. Called on any shard.
    void released(String instance, TopicFilter filter);
}
