package io.hongyan.broker.auth;

import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;

/// Limits on publishes, beyond permission: sizes, characters, rates. Called on the shard of the client for every
/// PUBLISH and every will.
public interface PublishPolicy {
    PublishPolicy NONE = (client, topic, qos, retain, payloadBytes) -> Decision.ALLOW;

    Decision check(Client client, Topic topic, QoS qos, boolean retain, int payloadBytes);
}
