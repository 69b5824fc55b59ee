package io.hongyan.server;

import io.hongyan.broker.Broker;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.RecordTable;
import io.hongyan.cloud.record.RecordChanges;
import io.hongyan.cloud.secret.SecretBox;
import io.hongyan.server.alarm.Alarms;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.event.EventLog;
import io.hongyan.server.history.History;
import io.hongyan.server.history.Sampler;
import io.hongyan.server.metrics.AlarmMetrics;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Supplier;

/// What the service measures of itself each minute, and the alarms that look at that.
///
/// @param history what was measured
record ServiceWatch(History history, Alarms alarms) implements AutoCloseable {
    /// @param shared tells other services that share the table of changes, and hears of theirs
    /// @param node the name of this one among them; empty for a service alone
    /// @param instances those that exist
    static ServiceWatch of(
            ServerConfig config,
            RecordTable table,
            RecordChanges shared,
            String node,
            SecretBox box,
            Broker broker,
            EventLog events,
            Supplier<List<String>> instances,
            Clock clock) {
        History history = new History(table, node, clock, new Sampler(broker.stats(), events, clock)::take);
        return new ServiceWatch(
                history, Alarms.open(config.alarms(), table, shared, node, box, history, broker, instances, clock));
    }

    /// To be called several times a minute, by one thread.
    void look() {
        history.look();
        alarms.look();
    }

    Supplier<List<MetricSnapshot>> metrics() {
        return new AlarmMetrics(alarms);
    }

    @Override
    public void close() {
        alarms.close();
    }
}
