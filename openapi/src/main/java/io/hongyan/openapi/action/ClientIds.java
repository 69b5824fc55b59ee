package io.hongyan.openapi.action;

import io.hongyan.cloud.topic.GroupIds;
import java.util.Objects;

/// Checks of actions that are about one client or group.
final class ClientIds {
    private ClientIds() {}

    /// @param name of the action, which is that of the right, too
    static void check(Call call, String name, String instance, String clientId) {
        if (clientId.indexOf('\0') >= 0) {
            throw ApiError.parameter("ClientId", "a client id does not hold U+0000");
        }
        checkGroup(call, name, instance, Objects.requireNonNullElse(GroupIds.of(clientId), ""));
    }

    static void checkGroup(Call call, String name, String instance, String group) {
        if (!call.account().mayUseGroup("mq:" + name, instance, group)) {
            throw ApiError.bad(
                    "PermissionCheckFailed",
                    "AccessKey " + call.account().id() + " has no right mq:" + name + " to group " + group);
        }
    }
}
