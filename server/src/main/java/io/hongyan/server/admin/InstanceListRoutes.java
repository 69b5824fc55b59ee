package io.hongyan.server.admin;

import io.hongyan.broker.store.StoreException;
import io.hongyan.cloud.metadata.CloudInstance;
import io.hongyan.cloud.metadata.CloudLimits;
import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.cloud.metadata.Profile;
import io.hongyan.cloud.metadata.TraceMode;
import io.hongyan.server.data.DataFolderException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Which instances there are, and what is traced of each.
final class InstanceListRoutes {
    private static final String ALL = "/instances";
    private static final String ONE = ALL + "/{instance}";
    private static final int BROKER_SECONDS = 10;

    private final Metadata metadata;
    private final InstanceDeletion deletions;
    private final Supplier<CloudLimits> limits;

    /// @param limits those that the configuration gives to instances with profile cloud, now
    InstanceListRoutes(Metadata metadata, InstanceDeletion deletions, Supplier<CloudLimits> limits) {
        this.metadata = metadata;
        this.deletions = deletions;
        this.limits = limits;
    }

    List<AdminRoute> routes() {
        return List.of(
                AdminRoute.look("GET", ALL, this::list).everybody(),
                AdminRoute.administer("POST", ALL, this::create),
                AdminRoute.administer("DELETE", ONE, this::delete),
                AdminRoute.administer("POST", ONE + "/traces", this::traces));
    }

    private Map<String, ?> list(AdminRequest request) {
        return Map.of(
                "instances",
                metadata.snapshot().instances().stream()
                        .filter(each -> request.caller().sees(each.id()))
                        .map(InstanceListRoutes::view)
                        .toList());
    }

    static Map<String, Object> view(CloudInstance instance) {
        return AdminApi.ordered(
                "id", instance.id(),
                "profile", AdminApi.lower(instance.profile()),
                "state", instance.suspended() ? "suspended" : "running",
                "traces", AdminApi.lower(instance.traces()),
                "tls", instance.twoWayTls() ? "two-way" : "one-way");
    }

    private Map<String, ?> create(AdminRequest request) {
        String id = request.body().text("id");
        Profile profile = new FormFields(request.body()).choice("profile", Profile.CLOUD);
        CloudLimits own = profile == Profile.CLOUD ? limits.get() : CloudLimits.defaults(profile);
        AdminApi.changing(() -> metadata.createInstance(id, profile, own));
        return AdminApi.ordered("id", id, "profile", AdminApi.lower(profile));
    }

    private Map<String, ?> delete(AdminRequest request) {
        String id = request.name("instance");
        CompletableFuture<Void> deletion = AdminApi.changed(() -> deletions.delete(id));
        try {
            deletion.get(BROKER_SECONDS, TimeUnit.SECONDS);
            return Map.of();
        } catch (TimeoutException _) {
            return Map.of("deleting", true);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DataFolderException || e.getCause() instanceof StoreException) {
                throw AdminRefusal.unsaved("the instance is closed, but not deleted completely: "
                        + e.getCause().getMessage() + "; ask again, or start again");
            }
            throw new IllegalStateException("the instance is not deleted completely", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Map<String, ?> traces(AdminRequest request) {
        TraceMode mode = FormFields.choice("mode", request.body().text("mode"), TraceMode.class);
        AdminApi.changing(() -> metadata.traces(request.name("instance"), mode));
        return Map.of();
    }
}
