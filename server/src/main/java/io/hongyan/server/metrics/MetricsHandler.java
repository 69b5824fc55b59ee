package io.hongyan.server.metrics;

import io.hongyan.broker.store.Store;
import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers `/metrics` for Prometheus; `/health` for whoever restarts what does not live: status 200 while every shard
/// takes turns and the store works or will work again, else 503; and `/ready` for whoever sends clients here: status
/// 200 while everything works, and this node of a cluster should have clients, else 503. Both say why.
public final class MetricsHandler implements Handler {
    private static final int UNAVAILABLE = 503;

    private final MetricsPage page;
    private final Heartbeats heartbeats;
    private final Store store;
    private final Supplier<Phase> phase;
    private final Supplier<@Nullable String> cluster;

    /// Where the server is between its start and its end.
    public enum Phase {
        /// Not all listeners are open yet.
        STARTING,
        RUNNING,
        STOPPING
    }

    /// @param cluster why clients should go to other nodes of the cluster, in a word; null when they need not
    public MetricsHandler(
            List<Supplier<List<MetricSnapshot>>> metrics,
            Heartbeats heartbeats,
            Store store,
            Supplier<Phase> phase,
            Supplier<@Nullable String> cluster) {
        this.page = new MetricsPage(
                () -> metrics.stream().flatMap(each -> each.get().stream()).toList());
        this.heartbeats = heartbeats;
        this.store = store;
        this.phase = phase;
        this.cluster = cluster;
    }

    @Override
    public Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.error(405, "method-not-allowed", "GET or HEAD");
        }
        return switch (String.join("/", request.path())) {
            case "metrics" -> Response.text(200, MetricsPage.TYPE, page.text());
            case "health" ->
                answer(Set.of(State.OK, State.DEGRADED, State.STARTING).contains(state()));
            case "ready" -> answer(state() == State.OK && cluster.get() == null);
            default -> Response.error(404, "not-found", "there are /metrics, /health and /ready");
        };
    }

    private enum State {
        OK,
        STARTING,
        /// The store cannot write or read at present, and tries again.
        DEGRADED,
        /// The store has failed until the process starts again.
        FAILED,
        /// A shard does not take turns.
        STALLED,
        STOPPING
    }

    private State state() {
        Phase present = phase.get();
        if (present == Phase.STOPPING) {
            return State.STOPPING;
        }
        if (heartbeats.alive().contains(false)) {
            return State.STALLED;
        }
        if (store.failure().isDone()) {
            return State.FAILED;
        }
        if (store.fault() != null) {
            return State.DEGRADED;
        }
        return present == Phase.STARTING ? State.STARTING : State.OK;
    }

    private String status() {
        State state = state();
        String elsewhere = state == State.OK || state == State.STARTING ? cluster.get() : null;
        return elsewhere == null ? state.name().toLowerCase(Locale.ROOT) : elsewhere;
    }

    private Response answer(boolean good) {
        List<Boolean> alive = heartbeats.alive();
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", status());
        health.put("shards", alive.size());
        health.put("shardsAlive", alive.stream().filter(each -> each).count());
        String fault = store.fault();
        health.put("store", fault == null ? "ok" : fault);
        return Response.json(good ? 200 : UNAVAILABLE, health);
    }
}
