package io.hongyan.broker.quota;

import io.hongyan.broker.config.BrokerConfig;
import io.hongyan.broker.config.MemoryLimits;

/// The limits that all shards share, and that may change while they run. Any thread.
public record ChangeableLimits(ConnectionLimiter connections, MemoryBudget memory, StoreBudget disk) {
    /// Takes `flood`, `memory.instance`, `memory.total` and the amounts of `store` over from a configuration.
    public void apply(BrokerConfig config) {
        connections.limits(config.flood());
        memory.limits(orHalf(config.memory().instance()), orHalf(config.memory().total()));
        disk.limits(config.store());
    }

    /// A budget for [MemoryLimits].
    public static MemoryBudget memory(MemoryLimits limits) {
        return new MemoryBudget(orHalf(limits.instance()), orHalf(limits.total()));
    }

    private static long orHalf(long limit) {
        return limit == 0 ? Runtime.getRuntime().maxMemory() / 2 : limit;
    }
}
