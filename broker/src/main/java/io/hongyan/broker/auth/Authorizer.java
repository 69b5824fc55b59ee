package io.hongyan.broker.auth;

import io.hongyan.codec.topic.Topic;
import io.hongyan.codec.topic.TopicFilter;

/// Says what a client may do. Asked on the client's shard for every PUBLISH and every filter, so it must not block.
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

    /// The connection is about to be ended for a publish to that topic that was refused, by this or another rule: the
    /// moment for a last word, with [Client#send].
    default void ending(Client client, Topic topic) {}

    /// The same for a filter that was refused.
    default void ending(Client client, TopicFilter filter) {}
}
