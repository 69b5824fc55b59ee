package io.hongyan.server.cluster;

import io.hongyan.cluster.member.LeaseSettings;
import java.time.Duration;

/// The times of a lease, in the proportions of the usual one, of 8 s.
final class LeaseTimes {
    private static final int MOST_PACE = 10_000;

    private LeaseTimes() {}

    /// @param lease 2 s to 10 min, whole seconds
    static LeaseSettings of(Duration lease) {
        LeaseSettings usual = LeaseSettings.DEFAULT;
        int seconds = (int) lease.toSeconds();
        int margin = seconds * usual.marginMillis() / usual.ttlSeconds();
        int pace = Math.min(MOST_PACE, seconds * usual.paceMillis() / usual.ttlSeconds());
        return new LeaseSettings(seconds, margin, pace, Math.min(usual.retryMillis(), pace));
    }
}
