package io.hongyan.server;

import io.hongyan.broker.BrokerStats;
import io.hongyan.broker.message.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What the service is doing, in few words. Any thread.
final class ServiceStatus implements Supplier<Map<String, Object>> {
    private final Clock clock;
    private final long begun;
    private final BrokerStats stats;
    private final Map<String, Integer> ports;

    /// @param begun when the start began, in steady milliseconds
    /// @param ports by the time that anybody asks, those in use
    ServiceStatus(Clock clock, long begun, BrokerStats stats, Map<String, Integer> ports) {
        this.clock = clock;
        this.begun = begun;
        this.stats = stats;
        this.ports = ports;
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", Server.version());
        status.put("uptimeSeconds", (clock.steadyMillis() - begun) / 1000);
        status.put("shards", stats.shards());
        status.put("connections", stats.connections());
        status.put("sessions", stats.sessions());
        status.put("ports", ports);
        return status;
    }
}
