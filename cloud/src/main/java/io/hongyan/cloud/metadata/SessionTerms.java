package io.hongyan.cloud.metadata;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/// How long the connections and sessions of one instance live. Clients of 5.0 are told in CONNACK what was changed.
///
/// @param maxKeepAlive longest keep alive of a 5.0 client, whole seconds, up to 18 hours; zero = as the client wishes
/// @param minSessionExpiry shortest session expiry of a 5.0 client that asks for one, whole seconds; less is raised.
///         Zero = as the client wishes
/// @param maxSessionExpiry longest life of a session after its connection ended, 1 second to 2,147,483,647 seconds,
///         which is the longest that the service knows; sessions before 5.0 that are not clean get all of it
public record SessionTerms(Duration maxKeepAlive, Duration minSessionExpiry, Duration maxSessionExpiry) {
    private static final Duration LONGEST_KEEP_ALIVE = Duration.ofHours(18);
    private static final Duration LONGEST_EXPIRY = Duration.ofSeconds(Integer.MAX_VALUE);

    /// What the service documents.
    static final SessionTerms SERVICE = new SessionTerms(Duration.ofMinutes(8), Duration.ofMinutes(10), LONGEST_EXPIRY);

    public SessionTerms {
        range("maxKeepAlive", maxKeepAlive, Duration.ZERO, LONGEST_KEEP_ALIVE);
        range("minSessionExpiry", minSessionExpiry, Duration.ZERO, LONGEST_EXPIRY);
        range("maxSessionExpiry", maxSessionExpiry, Duration.ofSeconds(1), LONGEST_EXPIRY);
        if (minSessionExpiry.compareTo(maxSessionExpiry) > 0) {
            throw new IllegalArgumentException(
                    "minSessionExpiry is at most maxSessionExpiry, " + maxSessionExpiry + ", not " + minSessionExpiry);
        }
    }

    private static void range(String key, Duration value, Duration low, Duration high) {
        if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
            throw new IllegalArgumentException(key + " is " + low + " to " + high + ", not " + value);
        }
        if (!value.equals(value.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(key + " is whole seconds, not " + value);
        }
    }
}
