package io.hongyan.broker.subscription;

import io.hongyan.codec.QoS;

/// One receiver of a message, with all its subscriptions that led there: one message goes to it, not one for each
/// subscription, and that one has the highest QoS and all the identifiers [MQTT-3.3.4-2, MQTT-3.3.4-3]. Immutable.
///
/// A [Route] is itself the target that has only this route, so that the ordinary case takes no object.
public sealed interface Target permits Route, OverlappingRoutes {
    Receiver receiver();

    /// The number of subscriptions, at least 1.
    int routeCount();

    /// One of the subscriptions, 0 to `routeCount() - 1`, in no particular order.
    Route route(int index);

    /// `route(0)`.
    Route first();

    /// The highest QoS of all the subscriptions.
    QoS qos();
}
