package io.hongyan.server.admin;

import io.hongyan.cloud.custom.CustomPermission;
import io.hongyan.cloud.custom.CustomPermissions;
import io.hongyan.cloud.custom.PermitAction;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.record.IdentityType;
import io.hongyan.server.admin.describe.Query;
import java.util.List;
import java.util.Map;

/// Permissions of custom authentication.
final class PermissionRoutes {
    private static final String PATH = "/instances/{instance}/custom-auth/permissions";
    private static final String TYPE = "type";
    private static final String IDENTITY = "identity";
    private static final String TOPIC = "topic";
    private static final String ACTION = "action";
    private static final String EFFECT = "effect";
    private static final String ALLOW = "allow";
    private static final String DENY = "deny";

    private final Metadata metadata;
    private final CustomPermissions permissions;

    PermissionRoutes(Metadata metadata, CustomPermissions permissions) {
        this.metadata = metadata;
        this.permissions = permissions;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH, this::list),
                AdminRoute.administer("POST", PATH, request -> put(request, false)),
                AdminRoute.administer("PUT", PATH, request -> put(request, true)),
                AdminRoute.administer("DELETE", PATH, this::delete));
    }

    private String instance(AdminRequest request) {
        return AdminApi.instance(metadata, request).id();
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = instance(request);
        Query query = request.query();
        IdentityType type = IdentityRoutes.type(query);
        String prefix = StoredRows.prefix(query);
        int limit = (int) query.number("limit");
        String identity = query.text(IDENTITY);
        if (!identity.isEmpty() && type == null) {
            throw AdminRefusal.badRequest("with " + IDENTITY + " belongs " + TYPE + ": user or client");
        }
        return StoredRows.list(
                "permissions",
                query,
                after -> identity.isEmpty() || type == null
                        ? permissions.search(instance, type, prefix, after, limit)
                        : permissions.of(instance, type, identity, after, limit),
                PermissionRoutes::view);
    }

    private static Map<String, ?> view(CustomPermission each) {
        return AdminApi.ordered(
                TYPE, FormFields.word(each.type()),
                IDENTITY, each.identity(),
                TOPIC, each.topic().text(),
                ACTION, FormFields.word(each.action()),
                EFFECT, each.allows() ? ALLOW : DENY);
    }

    private Map<String, ?> put(AdminRequest request, boolean replaces) {
        String instance = instance(request);
        FormFields form = new FormFields(request.body());
        CustomPermission permission = StoredRows.valid(() -> new CustomPermission(
                form.choice(TYPE, IdentityType.USER),
                form.text(IDENTITY, ""),
                CustomPermission.topic(form.text(TOPIC, "")),
                FormFields.choice(ACTION, request.body().text(ACTION), PermitAction.class),
                form.text(EFFECT, ALLOW).equals(ALLOW)));
        CustomPermissions.Outcome outcome = StoredRows.change(
                () -> replaces ? permissions.update(instance, permission) : permissions.add(instance, permission));
        String of = permission.identity() + " and topic " + permission.topic().text() + " in " + instance;
        return switch (outcome) {
            case DONE -> Map.of();
            case EXISTS -> throw AdminRefusal.conflict("there is a permission of " + of + "; change that one");
            case MISSING -> throw missing(of);
            case FULL ->
                throw AdminRefusal.conflict(permission.identity() + " has " + CustomPermissions.MOST
                        + " permissions, and can have no more; a topic with + or # takes the place of many");
        };
    }

    private static AdminRefusal missing(String of) {
        return AdminRefusal.notFound("there is no permission of " + of);
    }

    private Map<String, ?> delete(AdminRequest request) {
        String instance = instance(request);
        Query query = request.query();
        IdentityType type = FormFields.choice(TYPE, query.text(TYPE), IdentityType.class);
        String identity = query.text(IDENTITY);
        String topic = StoredRows.valid(() -> {
            CustomPermission.checkIdentity(identity);
            return CustomPermission.topic(query.text(TOPIC)).text();
        });
        if (!StoredRows.change(() -> permissions.delete(instance, type, identity, topic))) {
            throw missing(identity + " and topic " + topic + " in " + instance);
        }
        return Map.of();
    }
}
