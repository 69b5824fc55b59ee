package io.hongyan.server.admin;

import io.hongyan.server.history.LiveFigures;
import io.hongyan.server.http.Pieces;
import java.util.List;

/// What the service is doing, as it happens.
public final class LiveRoutes {
    private final LiveFigures live;

    public LiveRoutes(LiveFigures live) {
        this.live = live;
    }

    public List<AdminRoute> routes() {
        return List.of(AdminRoute.follow("GET", "/live", _ -> live()));
    }

    private AdminRoute.Stream live() {
        Pieces events = live.watch();
        if (events == null) {
            throw AdminRefusal.conflict(LiveFigures.MOST_VIEWERS + " watch already, and there are never more at once");
        }
        return AdminRoute.Stream.events(events);
    }
}
