package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;

/// Decides what a client may do. Called on the client's shard for every PUBLISH and every filter, so it must not block.
public interface Authorizer {
    /// Allows everything.
    Authorizer ALL = new Authorizer() {
        @Override
        public Decision publish(Client client, Topic topic) {
            return Decision.ALLOW;
        }

        @Override
        public Decision subscribe(Client client, TopicFilter filter) {
            return Decision.ALLOW;
        }
    };

    Decision publish(Client client, Topic topic);

    Decision subscribe(Client client, TopicFilter filter);

    /// Whether a client may get a message that has waited for it: its rights may be others than when it subscribed, or
    /// when it was sent. Not asked for messages that need not wait, whose subscription has been allowed.
    default Decision receive(Client client, Topic topic) {
        return Decision.ALLOW;
    }

    /// Called before the connection is closed because a publish to that topic was refused, by this or another check. A
    /// last message can be sent here, with [Client#send].
    default void ending(Client client, Topic topic) {}

    /// The same for a refused filter.
    default void ending(Client client, TopicFilter filter) {}
}
