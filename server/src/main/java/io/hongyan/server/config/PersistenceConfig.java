package io.hongyan.server.config;

import io.hongyan.store.rocksdb.Durability;
import java.time.Duration;

/// Whether sessions and messages are persistent, and how durable they are.
///
/// @param enabled false = everything is in memory only
/// @param durability when a message counts as safe
/// @param interval between syncs with durability `interval`, 1 ms to 1 minute
public record PersistenceConfig(boolean enabled, DurabilityMode durability, Duration interval) {
    public PersistenceConfig {
        ConfigChecks.range("interval", interval, Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    public static PersistenceConfig defaults() {
        return new PersistenceConfig(true, DurabilityMode.ALWAYS, Duration.ofMillis(100));
    }

    /// What the store is told.
    public Durability promise() {
        return switch (durability) {
            case ALWAYS -> Durability.ALWAYS;
            case INTERVAL -> new Durability.Interval(interval);
            case OS -> Durability.OS;
        };
    }
}
