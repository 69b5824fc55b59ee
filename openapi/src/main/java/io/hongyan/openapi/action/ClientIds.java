package io.hongyan.openapi.action;

/// Checks of actions that are about one client or group.
final class ClientIds {
    private static final String SEPARATOR = "@@@";

    private ClientIds() {}

    /// @param name of the action, which is that of the right, too
    static void check(Call call, String name, String instance, String clientId) {
        if (clientId.indexOf('\0') >= 0) {
            throw ApiError.parameter("ClientId", "a client id does not hold U+0000");
        }
        int separator = clientId.indexOf(SEPARATOR);
        checkGroup(call, name, instance, separator < 0 ? "" : clientId.substring(0, separator));
    }

    static void checkGroup(Call call, String name, String instance, String group) {
        if (!call.account().mayUseGroup("mq:" + name, instance, group)) {
            throw ApiError.bad(
                    "PermissionCheckFailed",
                    "AccessKey " + call.account().id() + " has no right mq:" + name + " to group " + group);
        }
    }
}
