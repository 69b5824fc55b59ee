package io.hongyan.server;

import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.admin.HistoryRoutes;
import io.hongyan.server.admin.InstanceRoutes;
import io.hongyan.server.admin.KeptTraceRoutes;
import io.hongyan.server.admin.LiveRoutes;
import io.hongyan.server.history.LiveFigures;
import java.util.ArrayList;
import java.util.List;

/// Routes of the administration to parts that are the server's own: what it is doing, what it has measured, where it
/// listens.
final class ServiceRoutes {
    private ServiceRoutes() {}

    static List<AdminRoute> of(ServiceParts parts, Overview overview, OpenListeners listeners) {
        List<AdminRoute> routes = new ArrayList<>(List.of(overview.route()));
        LiveFigures figures = new LiveFigures(parts.broker().stats(), parts.events(), parts.clock());
        routes.addAll(new LiveRoutes(figures).routes());
        routes.addAll(new HistoryRoutes(parts.history(), parts.clock()).routes());
        routes.addAll(
                new InstanceRoutes(parts.cloud().metadata(), parts.broker(), listeners::endpoints).routes());
        routes.addAll(new KeptTraceRoutes(parts.cloud().metadata(), parts.traces(), parts.clock()).routes());
        return routes;
    }
}
