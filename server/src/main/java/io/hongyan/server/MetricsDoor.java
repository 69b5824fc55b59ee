package io.hongyan.server;

import io.hongyan.openapi.answer.AnswerCounts;
import io.hongyan.server.cluster.ClusterMembership;
import io.hongyan.server.config.MetricsConfig;
import io.hongyan.server.config.StoreConfig;
import io.hongyan.server.http.HttpLimits;
import io.hongyan.server.metrics.BrokerMetrics;
import io.hongyan.server.metrics.CassandraMetrics;
import io.hongyan.server.metrics.CertificateMetrics;
import io.hongyan.server.metrics.ClusterMetrics;
import io.hongyan.server.metrics.FileMetrics;
import io.hongyan.server.metrics.Heartbeats;
import io.hongyan.server.metrics.HttpMetrics;
import io.hongyan.server.metrics.InstanceMetrics;
import io.hongyan.server.metrics.LiveTraceMetrics;
import io.hongyan.server.metrics.MetricsHandler;
import io.hongyan.server.metrics.MetricsHandler.Phase;
import io.hongyan.server.metrics.OutboxMetrics;
import io.hongyan.server.metrics.RuleMetrics;
import io.hongyan.server.metrics.SignOnMetrics;
import io.hongyan.server.metrics.StoreMetrics;
import io.hongyan.server.metrics.TraceMetrics;
import io.hongyan.server.watch.FileWatcher;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where Prometheus and health checks ask.
final class MetricsDoor {
    private final ServiceParts parts;
    private final HttpPorts http;
    private final CertificateExpiry expiry;
    private final List<FileWatcher> watchers;
    private final AnswerCounts answers;
    private final Supplier<List<String>> instances;
    private final @Nullable ClusterMembership cluster;

    /// @param watchers of certificates, users and rights
    /// @param answers of the cloud's APIs
    /// @param instances the ids of those there are now
    /// @param cluster that this service is a node of; null when it is alone
    MetricsDoor(
            ServiceParts parts,
            HttpPorts http,
            CertificateExpiry expiry,
            List<FileWatcher> watchers,
            AnswerCounts answers,
            Supplier<List<String>> instances,
            @Nullable ClusterMembership cluster) {
        this.parts = parts;
        this.http = http;
        this.expiry = expiry;
        this.watchers = watchers;
        this.answers = answers;
        this.instances = instances;
        this.cluster = cluster;
    }

    /// Opens the port, unless it is off.
    ///
    /// @throws IOException when the port cannot be opened
    void open(Heartbeats heartbeats, Supplier<Phase> phase) throws IOException {
        MetricsConfig place = parts.config().metrics();
        if (place.port().isOn()) {
            MetricsHandler handler = new MetricsHandler(
                    metrics(), heartbeats, parts.store(), phase, cluster == null ? () -> null : cluster::trouble);
            http.open("metrics", place.bind(), place.port(), "/metrics", HttpLimits.defaults(), null, handler);
        }
    }

    private List<Supplier<List<MetricSnapshot>>> metrics() {
        List<Supplier<List<MetricSnapshot>>> metrics = new ArrayList<>();
        metrics.add(new BrokerMetrics(parts.broker().stats(), parts.events(), Server.version()));
        if (parts.store() instanceof RocksDbStore durable) {
            metrics.add(new StoreMetrics(durable));
        }
        if (parts.config().store().engine() == StoreConfig.Engine.CASSANDRA) {
            metrics.add(CassandraMetrics.of(parts.store()));
        }
        metrics.add(new OutboxMetrics(parts.store()));
        metrics.add(new RuleMetrics(parts.exchanges()::all));
        metrics.addAll(parts.business().metrics());
        metrics.add(new TraceMetrics(parts.traces().stats()));
        metrics.add(new LiveTraceMetrics(parts.live()));
        metrics.add(parts.watch().metrics());
        metrics.add(new InstanceMetrics(parts.broker().stats(), instances));
        metrics.add(new CertificateMetrics(expiry::seconds, expiry.certificates()::ticketCounts));
        metrics.add(
                new HttpMetrics(parts.audit()::refusedLogins, parts.audit()::lockedLogins, http::stats, answers::all));
        metrics.add(new SignOnMetrics(parts.signOns()));
        metrics.add(new FileMetrics(watchers));
        if (cluster != null) {
            metrics.add(new ClusterMetrics(cluster.present(), cluster.name(), cluster.log()::leasesLost));
        }
        return metrics;
    }
}
