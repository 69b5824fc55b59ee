package io.hongyan.bridge.rocketmq;

import java.time.Instant;

/// The time of this machine, by which brokers note when a message came.
final class WallClock {
    private WallClock() {}

    static Instant now() {
        return Instant.now();
    }
}
