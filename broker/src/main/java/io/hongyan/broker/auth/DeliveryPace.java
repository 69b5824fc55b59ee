package io.hongyan.broker.auth;

import java.time.Duration;

/// How fast QoS 1 and 2 messages are sent to the clients of one instance.
///
/// @param offlineBatch how many messages that waited for an absent client are sent at once when it reconnects, 0 to
///         65,535; 0 = as many as the in-flight window takes. The rest follows in batches of that size, and at once
///         when a newer message waits behind it: order is kept, and no new message is delayed
/// @param offlineInterval between two batches, 1 second to 1 hour
/// @param retryInterval after that time, up to twice as long, an unacknowledged message is sent again to a connected
///         client before 5.0, 1 second to 1 hour; zero = only after a reconnect, as 5.0 prescribes for its clients
///         [MQTT-4.4.0-1]
public record DeliveryPace(int offlineBatch, Duration offlineInterval, Duration retryInterval) {
    private static final int MOST_AT_ONCE = 65_535;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /// As fast as the client takes them, each message once per connection.
    public static final DeliveryPace UNLIMITED = new DeliveryPace(0, SHORTEST, Duration.ZERO);

    public DeliveryPace {
        if (offlineBatch < 0 || offlineBatch > MOST_AT_ONCE) {
            throw new IllegalArgumentException("offlineBatch is 0 to " + MOST_AT_ONCE + ", not " + offlineBatch);
        }
        interval("offlineInterval", offlineInterval, SHORTEST);
        interval("retryInterval", retryInterval, retryInterval.isZero() ? Duration.ZERO : SHORTEST);
    }

    private static void interval(String name, Duration value, Duration shortest) {
        if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " is " + SHORTEST + " to " + LONGEST + ", not " + value);
        }
    }
}
