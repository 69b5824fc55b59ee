package io.hongyan.broker.config;

import java.time.Duration;

/// The whole configuration of the plain broker.
///
/// @param shards threads that own clients, 1 to 64; 0 = as the server thinks best
/// @param sharedStrategy how a shared subscription picks its receiver
/// @param sysInterval pause between two publications of the `$SYS` tree; zero = none
/// @param drainTimeout how long a stop waits for acknowledgements in flight, 0 to 10 minutes
public record BrokerConfig(
        int shards,
        ProtocolLimits protocol,
        SessionLimits session,
        MemoryLimits memory,
        StoreLimits store,
        RetainedLimits retained,
        ConnectionLimits flood,
        SharedSubscriptionStrategy sharedStrategy,
        Duration sysInterval,
        Duration drainTimeout) {
    public BrokerConfig {
        RangeCheck.range("shards", shards, 0, 64);
        RangeCheck.range("sysInterval", sysInterval, Duration.ZERO, Duration.ofHours(1));
        RangeCheck.range("drainTimeout", drainTimeout, Duration.ZERO, Duration.ofMinutes(10));
    }

    /// The defaults.
    public static BrokerConfig defaults() {
        return new BrokerConfig(
                0,
                ProtocolLimits.defaults(),
                SessionLimits.defaults(),
                MemoryLimits.defaults(),
                StoreLimits.defaults(),
                RetainedLimits.defaults(),
                ConnectionLimits.defaults(),
                SharedSubscriptionStrategy.ROUND_ROBIN,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5));
    }

    /// The same with another value of [#protocol()].
    public BrokerConfig withProtocol(ProtocolLimits value) {
        return new BrokerConfig(
                shards, value, session, memory, store, retained, flood, sharedStrategy, sysInterval, drainTimeout);
    }

    /// The same with another value of [#session()].
    public BrokerConfig withSession(SessionLimits value) {
        return new BrokerConfig(
                shards, protocol, value, memory, store, retained, flood, sharedStrategy, sysInterval, drainTimeout);
    }

    /// The same with another value of [#memory()].
    public BrokerConfig withMemory(MemoryLimits value) {
        return new BrokerConfig(
                shards, protocol, session, value, store, retained, flood, sharedStrategy, sysInterval, drainTimeout);
    }

    /// The same with another value of [#store()].
    public BrokerConfig withStore(StoreLimits value) {
        return new BrokerConfig(
                shards, protocol, session, memory, value, retained, flood, sharedStrategy, sysInterval, drainTimeout);
    }

    /// The same with another value of [#flood()].
    public BrokerConfig withFlood(ConnectionLimits value) {
        return new BrokerConfig(
                shards, protocol, session, memory, store, retained, value, sharedStrategy, sysInterval, drainTimeout);
    }

    /// The same with another value of [#sysInterval()].
    public BrokerConfig withSysInterval(Duration value) {
        return new BrokerConfig(
                shards, protocol, session, memory, store, retained, flood, sharedStrategy, value, drainTimeout);
    }
}
