package io.hongyan.server.admin;

import io.hongyan.auth.ServiceUserName;
import io.hongyan.cloud.custom.Page;
import io.hongyan.cloud.device.DeviceCredential;
import io.hongyan.cloud.device.DeviceCredentials;
import io.hongyan.cloud.device.DeviceCredentials.Shown;
import io.hongyan.cloud.metadata.Metadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Credentials of devices, one to each. A secret is told by the answer that it is made with, and never again.
final class CredentialRoutes {
    private static final String PATH = "/instances/{instance}/device-credentials";
    private static final String CLIENT = "client";
    private static final String CLIENT_ID = "clientId";

    private final Metadata metadata;
    private final DeviceCredentials devices;

    CredentialRoutes(Metadata metadata, DeviceCredentials devices) {
        this.metadata = metadata;
        this.devices = devices;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", PATH, this::list),
                AdminRoute.administer("POST", PATH, this::create),
                AdminRoute.administer("POST", PATH + "/{client}/refresh", this::refresh),
                AdminRoute.administer("DELETE", PATH + "/{client}", this::delete));
    }

    private String instance(AdminRequest request) {
        return AdminApi.instance(metadata, request).id();
    }

    private Map<String, ?> list(AdminRequest request) {
        String instance = instance(request);
        String prefix = StoredRows.prefix(request.query());
        int limit = (int) request.query().number("limit");
        return StoredRows.list(
                "credentials",
                request.query(),
                after -> page(instance, prefix, after == null ? "" : after, limit),
                CredentialRoutes::view);
    }

    private Page<Shown> page(String instance, String prefix, String after, int limit) {
        if (!after.isEmpty() && !after.startsWith(prefix)) {
            throw StoredRows.noPage(after);
        }
        List<Shown> found = devices.search(instance, prefix, after, limit + 1);
        String next = found.size() > limit ? found.get(limit - 1).clientId() : null;
        return new Page<>(found.subList(0, Math.min(limit, found.size())), next);
    }

    private static Map<String, ?> view(Shown each) {
        return AdminApi.ordered(
                CLIENT_ID,
                each.clientId(),
                "accessKey",
                each.accessKeyId(),
                "createdAt",
                Instant.ofEpochMilli(each.createdAt()).toString(),
                "updatedAt",
                Instant.ofEpochMilli(each.updatedAt()).toString());
    }

    private Map<String, ?> create(AdminRequest request) {
        String instance = instance(request);
        String client = request.body().text(CLIENT_ID);
        return told(StoredRows.change(() -> devices.create(instance, client))
                .orElseThrow(() -> AdminRefusal.conflict("client " + client
                        + " has a credential; refresh it for another secret, with which the old one counts no more")));
    }

    private Map<String, ?> refresh(AdminRequest request) {
        String instance = instance(request);
        String client = request.name(CLIENT);
        return told(
                StoredRows.change(() -> devices.refresh(instance, client)).orElseThrow(() -> none(instance, client)));
    }

    private static Map<String, ?> told(DeviceCredential made) {
        return AdminApi.ordered(
                CLIENT_ID,
                made.clientId(),
                "accessKey",
                made.accessKeyId(),
                "secretKey",
                made.secret(),
                "username",
                ServiceUserName.of(ServiceUserName.DEVICE_CREDENTIAL, made.accessKeyId(), made.instance())
                        .toString());
    }

    private Map<String, ?> delete(AdminRequest request) {
        String instance = instance(request);
        String client = request.name(CLIENT);
        if (!StoredRows.change(() -> devices.unregister(instance, client))) {
            throw none(instance, client);
        }
        return Map.of();
    }

    private static AdminRefusal none(String instance, String client) {
        return AdminRefusal.notFound("client " + client + " has no credential in " + instance);
    }
}
