package io.hongyan.server.admin;

import io.hongyan.auth.ScramSecret;
import io.hongyan.broker.Broker;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.PasswordUser;
import io.hongyan.cloud.metadata.Profile;
import java.util.List;
import java.util.Map;

/// Users with a password, in instances with profile open.
final class UserRoutes {
    private static final String USERS = "/instances/{instance}/users";

    private final Metadata metadata;
    private final Broker broker;

    UserRoutes(Metadata metadata, Broker broker) {
        this.metadata = metadata;
        this.broker = broker;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", USERS, this::list),
                AdminRoute.administer("POST", USERS, this::put),
                AdminRoute.administer("DELETE", USERS + "/{name}", this::delete));
    }

    private Map<String, ?> list(AdminRequest request) {
        return Map.of(
                "users",
                AdminApi.instance(metadata, request).users().stream()
                        .map(PasswordUser::name)
                        .toList());
    }

    private Map<String, ?> put(AdminRequest request) {
        String instance = AdminApi.instance(
                        metadata, request, Profile.OPEN, "users", "clients log in with an AccessKey or a token")
                .id();
        String name = request.body().text("name");
        String hash = request.body().text("hash");
        ScramSecret scram =
                request.body().optionalText("scram").map(UserRoutes::scram).orElse(null);
        AdminApi.changing(() -> metadata.putUser(instance, new PasswordUser(name, hash, scram)));
        return Map.of();
    }

    private static ScramSecret scram(String text) {
        try {
            return ScramSecret.parse(text);
        } catch (IllegalArgumentException e) {
            throw AdminRefusal.badRequest("scram: " + e.getMessage());
        }
    }

    private Map<String, ?> delete(AdminRequest request) {
        String name = request.name("name");
        AdminApi.changing(() -> metadata.deleteUser(request.name("instance"), name));
        // Another person may get the name. Connected clients are disconnected by the cloud layer.
        var _ = broker.endAbsentSessions(request.name("instance"), name, "its user was deleted");
        return Map.of();
    }
}
