package io.hongyan.server.metrics;

import io.hongyan.cluster.connection.ConnectionCounters;
import io.hongyan.cluster.deliver.DeliveryCounters;
import io.hongyan.cluster.link.LinkCounters;
import io.hongyan.cluster.link.Refusal;
import io.hongyan.cluster.node.ClusterNode;
import io.hongyan.cluster.owner.OwnerTable;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/// What a node of a cluster owns, sees of the others, and has sent to them, read at each request.
public final class ClusterMetrics implements Supplier<List<MetricSnapshot>> {
    private final ClusterNode node;
    private final String name;
    private final LongSupplier leasesLost;

    /// @param name of this node
    /// @param leasesLost how often it has lost its lease
    public ClusterMetrics(ClusterNode node, String name, LongSupplier leasesLost) {
        this.node = node;
        this.name = name;
        this.leasesLost = leasesLost;
    }

    @Override
    public List<MetricSnapshot> get() {
        List<MetricSnapshot> metrics = new ArrayList<>();
        state(metrics);
        links(metrics);
        connections(metrics);
        deliveries(metrics);
        return metrics;
    }

    private void state(List<MetricSnapshot> metrics) {
        OwnerTable owners = node.ownership().table();
        long unowned = 0;
        for (int vshard = 0; vshard < owners.vshards(); vshard++) {
            unowned += owners.owner(vshard) == null ? 1 : 0;
        }
        gauge(
                metrics,
                "members",
                "Nodes of the cluster that have a lease.",
                node.ownership().members().size());
        gauge(metrics, "owned_vshards", "Virtual shards that this node owns.", owners.count(name));
        gauge(metrics, "unowned_vshards", "Virtual shards without an owner, as far as this node has heard.", unowned);
        gauge(
                metrics,
                "lease_valid",
                "1 while this node has a lease; without it, it serves nobody.",
                node.ownership().isValid() ? 1 : 0);
        gauge(
                metrics,
                "draining",
                "1 while this node is to be emptied.",
                node.ownership().drained().contains(name) ? 1 : 0);
        counter(metrics, "leases_lost", "How often this node has lost its lease.", leasesLost.getAsLong());
        TlsMaterial certificates = node.certificates();
        if (certificates != null) {
            certificates.expiries().values().stream()
                    .mapToLong(Instant::getEpochSecond)
                    .min()
                    .ifPresent(earliest -> gauge(
                            metrics,
                            "certificate_expiry_timestamp_seconds",
                            "When the certificate of the links expires, in seconds since 1970.",
                            earliest));
        }
        gauge(metrics, "known_filters", "Filters of other nodes that this node knows.", node.knownFilters());
    }

    private void links(List<MetricSnapshot> metrics) {
        List<LinkCounters> all = node.links();
        gauge(
                metrics,
                "links",
                "Open links to and from other nodes.",
                link(all, LinkCounters.Figure.OPENED) - link(all, LinkCounters.Figure.CLOSED));
        counter(metrics, "links_opened", "Links that came into being.", link(all, LinkCounters.Figure.OPENED));
        counter(
                metrics,
                "links_not_opened",
                "Attempts to open a link that failed.",
                link(all, LinkCounters.Figure.NOT_OPENED));
        counter(
                metrics,
                "links_silent",
                "Links that ended because nothing came from the other node.",
                link(all, LinkCounters.Figure.SILENT));
        byDirection(
                metrics,
                "link_frames",
                "Frames on links.",
                link(all, LinkCounters.Figure.FRAMES_IN),
                link(all, LinkCounters.Figure.FRAMES_OUT));
        byDirection(
                metrics,
                "link_bytes",
                "Bytes on links.",
                link(all, LinkCounters.Figure.BYTES_IN),
                link(all, LinkCounters.Figure.BYTES_OUT));
        Map<String, Long> refusals = new LinkedHashMap<>();
        for (Refusal.Reason reason : Refusal.Reason.values()) {
            refusals.put(
                    reason.name().toLowerCase(Locale.ROOT).replace('_', '-'), sum(all, each -> each.refusals(reason)));
        }
        metrics.add(MetricFamily.counter(
                "cluster_links_refused", "Links of others that this node refused.", "reason", refusals));
    }

    private static long link(List<LinkCounters> all, LinkCounters.Figure figure) {
        return sum(all, each -> each.value(figure));
    }

    private void connections(List<MetricSnapshot> metrics) {
        List<ConnectionCounters> all = node.connections();
        gauge(
                metrics,
                "forwarded_connections",
                "Connections whose socket is here and whose session is on another node.",
                sum(all, ConnectionCounters::forwardedNow));
        gauge(
                metrics,
                "remote_connections",
                "Connections whose session is here and whose socket is on another node.",
                sum(all, ConnectionCounters::remoteNow));
        gauge(
                metrics,
                "waiting_connections",
                "Clients that wait for the owner of their virtual shard.",
                sum(all, ConnectionCounters::waitingNow));
        counter(
                metrics,
                "connections_lost",
                "Connections over links that ended because the link did.",
                connection(all, ConnectionCounters.Figure.FORWARDED_LOST)
                        + connection(all, ConnectionCounters.Figure.REMOTE_LOST));
        counter(
                metrics,
                "clients_referred",
                "Clients that were sent to the node of their session by a server reference.",
                connection(all, ConnectionCounters.Figure.REFERRED));
        Map<String, Long> refusals = new LinkedHashMap<>();
        refusals.put("no-owner", connection(all, ConnectionCounters.Figure.REFUSED_NO_OWNER));
        refusals.put("too-many-wait", connection(all, ConnectionCounters.Figure.REFUSED_WAITING_FULL));
        refusals.put("untellable", connection(all, ConnectionCounters.Figure.REFUSED_UNTELLABLE));
        metrics.add(MetricFamily.counter(
                "cluster_connections_refused",
                "Clients that could not be handed over to the owner of their virtual shard.",
                "reason",
                refusals));
    }

    private static long connection(List<ConnectionCounters> all, ConnectionCounters.Figure figure) {
        return sum(all, each -> each.value(figure));
    }

    private void deliveries(List<MetricSnapshot> metrics) {
        List<DeliveryCounters> all = node.deliveries();
        byDirection(
                metrics,
                "messages",
                "Messages from and to other nodes.",
                delivery(all, DeliveryCounters.Figure.MESSAGES_IN),
                delivery(all, DeliveryCounters.Figure.MESSAGES_OUT));
        counter(
                metrics,
                "messages_repeated",
                "Messages that were sent to a node again.",
                delivery(all, DeliveryCounters.Figure.REPEATED));
        counter(
                metrics,
                "messages_dropped",
                "Messages of QoS 0 that were dropped because too much waited for a node.",
                delivery(all, DeliveryCounters.Figure.DROPPED));
        gauge(
                metrics,
                "messages_unconfirmed",
                "Messages that other nodes have not confirmed.",
                delivery(all, DeliveryCounters.Figure.UNCONFIRMED));
        gauge(
                metrics,
                "messages_held",
                "Messages that wait for an owner.",
                delivery(all, DeliveryCounters.Figure.HELD));
    }

    private static long delivery(List<DeliveryCounters> all, DeliveryCounters.Figure figure) {
        return sum(all, each -> each.value(figure));
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> value) {
        return all.stream().mapToLong(value).sum();
    }

    private static void byDirection(List<MetricSnapshot> metrics, String name, String help, long in, long out) {
        Map<String, Long> values = new LinkedHashMap<>();
        values.put("in", in);
        values.put("out", out);
        metrics.add(MetricFamily.counter("cluster_" + name, help, "direction", values));
    }

    private static void gauge(List<MetricSnapshot> metrics, String name, String help, long value) {
        metrics.add(MetricFamily.gauge("cluster_" + name, help, value));
    }

    private static void counter(List<MetricSnapshot> metrics, String name, String help, long value) {
        metrics.add(MetricFamily.counter("cluster_" + name, help, value));
    }
}
