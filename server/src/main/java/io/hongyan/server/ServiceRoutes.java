package io.hongyan.server;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.server.admin.AdminRoute;
import io.hongyan.server.admin.AlarmRoutes;
import io.hongyan.server.admin.AuditRoutes;
import io.hongyan.server.admin.ConfigRoutes;
import io.hongyan.server.admin.HistoryRoutes;
import io.hongyan.server.admin.InstanceRoutes;
import io.hongyan.server.admin.KeptTraceRoutes;
import io.hongyan.server.admin.LiveRoutes;
import io.hongyan.server.admin.TopRoutes;
import io.hongyan.server.history.LiveFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Routes of the administration to parts that are the server's own: its files, its log, what it is doing, what it has
/// measured, where it listens.
final class ServiceRoutes {
    private ServiceRoutes() {}

    static List<AdminRoute> of(ServiceParts parts, Overview overview, OpenListeners listeners) {
        Metadata metadata = parts.cloud().metadata();
        LiveFigures figures = new LiveFigures(parts.broker().stats(), parts.events(), parts.clock());
        List<AdminRoute> routes = new ArrayList<>(List.of(overview.route()));
        routes.addAll(new LiveRoutes(figures).routes());
        routes.addAll(new HistoryRoutes(parts.watch().history(), parts.clock()).routes());
        routes.addAll(new AuditRoutes(Path.of(parts.config().data())).routes());
        routes.addAll(new ConfigRoutes(parts.settings()::values).routes());
        routes.addAll(new AlarmRoutes(parts.watch().alarms(), metadata).routes());
        routes.addAll(new InstanceRoutes(metadata, parts.broker(), listeners::endpoints).routes());
        routes.addAll(new KeptTraceRoutes(metadata, parts.traces(), parts.clock()).routes());
        routes.addAll(new TopRoutes(parts.broker(), metadata).routes());
        return routes;
    }
}
