package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// A rule that allows or denies something, in profile open. A denial takes precedence.
///
/// @param user the user name; null for all clients, empty for clients without user name
/// @param pattern a topic filter in which `%c` stands for the client id and `%u` for the user name
public record AclRule(
        Effect effect, Action action, @Nullable String user, String pattern) {
    public AclRule {
        OpenProfileChecks.rule(user, pattern);
    }

    public enum Effect {
        ALLOW,
        DENY
    }

    public enum Action {
        PUBLISH,
        SUBSCRIBE,
        BOTH;

        /// Whether it applies to publishing.
        public boolean publishes() {
            return this != SUBSCRIBE;
        }

        /// Whether it applies to subscribing.
        public boolean subscribes() {
            return this != PUBLISH;
        }
    }
}
