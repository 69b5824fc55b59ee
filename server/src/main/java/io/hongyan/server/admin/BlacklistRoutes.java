package io.hongyan.server.admin;

import io.hongyan.cloud.custom.Blacklist;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.record.RowName;
import java.util.List;
import java.util.Map;

/// Clients that an instance lets in no more.
final class BlacklistRoutes {
    private static final String PATH = "/instances/{instance}/blacklist";
    private static final String CLIENT = "clientId";

    private final Metadata metadata;
    private final Blacklist blacklist;

    BlacklistRoutes(Metadata metadata, Blacklist blacklist) {
        this.metadata = metadata;
        this.blacklist = blacklist;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH, this::list),
                AdminRoute.administer("POST", PATH, this::add),
                AdminRoute.administer("DELETE", PATH, this::remove));
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        int limit = (int) request.query().number("limit");
        return StoredRows.list(
                "entries",
                request.query(),
                after -> blacklist.page(instance, null, after, limit),
                id -> Map.of(CLIENT, id));
    }

    private Map<String, ?> add(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = checked(request.body().text(CLIENT));
        if (!StoredRows.waiting(() -> blacklist.add(instance, client))) {
            throw AdminRefusal.conflict("client " + client + " is on the blacklist of " + instance);
        }
        return Map.of();
    }

    private Map<String, ?> remove(AdminRequest request) {
        String instance = AdminApi.instance(metadata, request).id();
        String client = checked(request.query().text(CLIENT));
        if (!StoredRows.waiting(() -> blacklist.remove(instance, client))) {
            throw AdminRefusal.notFound("client " + client + " is not on the blacklist of " + instance);
        }
        return Map.of();
    }

    private static String checked(String client) {
        return StoredRows.valid(() -> RowName.checked(CLIENT, client, RowName.LONGEST_CLIENT));
    }
}
