package io.hongyan.broker;

import io.hongyan.codec.QoS;

/// One subscription by which a client gets messages of a topic.
///
/// @param filter as the client gave it, with `$share/...` in front where it is shared
/// @param qos that was granted
/// @param shared whether each message goes to one of several clients only
public record SubscriberInfo(String clientId, String filter, QoS qos, boolean shared) {}
