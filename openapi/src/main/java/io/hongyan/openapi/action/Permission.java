package io.hongyan.openapi.action;

/// What an account needs for an action.
///
/// @param action as the cloud's policies name it, such as `mq:SendMessage`
public record Permission(String action, Scope scope) {
    /// What a policy may narrow it to.
    public enum Scope {
        /// Any instance, even none.
        ACCOUNT,
        INSTANCE,
        /// Some topic or group of an instance; what a token is for is checked where it is made and used.
        SOME,
        /// The action itself checks the parent topic.
        TOPIC,
        /// The action itself checks the Group.
        GROUP
    }

    public static Permission instance(String action) {
        return new Permission("mq:" + action, Scope.INSTANCE);
    }

    public static Permission some(String action) {
        return new Permission("mq:" + action, Scope.SOME);
    }

    public static Permission topic(String action) {
        return new Permission("mq:" + action, Scope.TOPIC);
    }

    public static Permission group(String action) {
        return new Permission("mq:" + action, Scope.GROUP);
    }

    public static Permission account(String action) {
        return new Permission("mq:" + action, Scope.ACCOUNT);
    }
}
