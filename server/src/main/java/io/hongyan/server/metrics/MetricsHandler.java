package io.hongyan.server.metrics;

import io.hongyan.server.http.Handler;
import io.hongyan.server.http.Request;
import io.hongyan.server.http.Response;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Answers `/metrics` for Prometheus and `/health` for whoever restarts what does not live: status 200 while every
/// shard takes turns, 503 when one does not or the server is stopping.
public final class MetricsHandler implements Handler {
    private static final int UNAVAILABLE = 503;

    private final MetricsPage page;
    private final Heartbeats heartbeats;
    private final BooleanSupplier stopping;

    public MetricsHandler(
            List<Supplier<List<MetricSnapshot>>> metrics, Heartbeats heartbeats, BooleanSupplier stopping) {
        this.page = new MetricsPage(
                () -> metrics.stream().flatMap(each -> each.get().stream()).toList());
        this.heartbeats = heartbeats;
        this.stopping = stopping;
    }

    @Override
    public Response answer(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return Response.error(405, "method-not-allowed", "GET or HEAD");
        }
        return switch (String.join("/", request.path())) {
            case "metrics" -> new Response(200, MetricsPage.TYPE, page.text());
            case "health" -> health();
            default -> Response.error(404, "not-found", "there are /metrics and /health");
        };
    }

    private Response health() {
        List<Boolean> alive = heartbeats.alive();
        String status = stopping.getAsBoolean() ? "stopping" : alive.contains(false) ? "stalled" : "ok";
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", status);
        health.put("shards", alive.size());
        health.put("shardsAlive", alive.stream().filter(each -> each).count());
        return Response.json(status.equals("ok") ? 200 : UNAVAILABLE, health);
    }
}
