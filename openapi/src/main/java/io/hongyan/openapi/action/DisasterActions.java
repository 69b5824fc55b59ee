package io.hongyan.openapi.action;

import io.hongyan.cloud.metadata.Metadata;
import io.hongyan.openapi.quota.Quota;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Switches one of several instances that stand in for one another off and on. The cloud service takes its public
/// address away; here its clients are sent away, and let in nowhere until it is on again.
final class DisasterActions {
    private final Metadata metadata;

    DisasterActions(Metadata metadata) {
        this.metadata = metadata;
    }

    record Downgrade(
            @Parameter(value = "The instance that stays", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The instance that is switched off", example = "OTHER")
            String downgradeInstanceId) {}

    record Recovery(
            @Parameter(value = "The instance that stayed", example = "INSTANCE")
            String instanceId,

            @Parameter(value = "The instance that is switched on again", example = "OTHER")
            String recoveryInstanceId) {}

    /// @param accessDeniedDetail of the cloud service's policies; never set here
    record Switched(
            int code,
            String message,
            boolean success,
            @Nullable String accessDeniedDetail) {}

    List<Action<?, ?>> actions() {
        return List.of(
                Action.changing(
                        "DisasterDowngrade",
                        "Switches an instance off: its clients are sent away and not let in; it keeps all that it has.",
                        Downgrade.class,
                        Switched.class,
                        Permission.instance("DisasterDowngrade"),
                        Quota.CONSOLE,
                        (call, input) -> suspend(call, "mq:DisasterDowngrade", input.downgradeInstanceId(), true)),
                Action.changing(
                        "DisasterRecovery",
                        "Switches an instance on again.",
                        Recovery.class,
                        Switched.class,
                        Permission.instance("DisasterRecovery"),
                        Quota.CONSOLE,
                        (call, input) -> suspend(call, "mq:DisasterRecovery", input.recoveryInstanceId(), false)));
    }

    private Switched suspend(Call call, String right, String instance, boolean suspended) {
        if (!call.account().may(right, instance)) {
            throw ApiError.bad(
                    "InstancePermissionCheckFailed",
                    "AccessKey " + call.account().id() + " has no right " + right + " to instance " + instance);
        }
        Waiting.change(() -> metadata.suspend(instance, suspended), "ParameterCheckFailed", "InstanceNotFound");
        return new Switched(Answers.OK, Answers.SUCCESS, true, null);
    }
}
