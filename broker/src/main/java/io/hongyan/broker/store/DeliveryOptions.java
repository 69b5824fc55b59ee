package io.hongyan.broker.store;

import io.hongyan.codec.QoS;

/// How one message is to be delivered to one receiver.
///
/// @param qos of the delivery
/// @param retain the RETAIN flag that the receiver sees
/// @param subscriptionIds the subscription identifiers that the receiver sees; shared, nobody may change the array
/// @param shareFilter the filter of the shared subscription that chose this receiver, with `$share/...` in front; empty
///         for an ordinary subscription
public record DeliveryOptions(QoS qos, boolean retain, int[] subscriptionIds, String shareFilter) {
    /// No subscription identifier.
    public static final int[] NO_IDS = {};

    private static final DeliveryOptions[] PLAIN = new DeliveryOptions[6];

    static {
        for (int level = 0; level < 3; level++) {
            PLAIN[level] = new DeliveryOptions(QoS.of(level), false, NO_IDS, "");
            PLAIN[level + 3] = new DeliveryOptions(QoS.of(level), true, NO_IDS, "");
        }
    }

    /// The options of a delivery without identifiers that no shared subscription caused. Allocates nothing.
    public static DeliveryOptions of(QoS qos, boolean retain) {
        return PLAIN[qos.level() + (retain ? 3 : 0)];
    }

    /// The same in general. Allocates only when it must.
    public static DeliveryOptions of(QoS qos, boolean retain, int[] subscriptionIds, String shareFilter) {
        return subscriptionIds.length == 0 && shareFilter.isEmpty()
                ? of(qos, retain)
                : new DeliveryOptions(qos, retain, subscriptionIds, shareFilter);
    }

    /// Whether another member of a shared subscription could get the message instead.
    public boolean shared() {
        return !shareFilter.isEmpty();
    }
}
