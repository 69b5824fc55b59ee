package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// One right, or the lack of one, in profile open. A denial that matches wins over all that is allowed.
///
/// @param user whom it is about: null for everybody, empty for those without a user name
/// @param pattern a topic filter in which `%c` stands for the client id and `%u` for the user's name, each in one level
public record AclRule(
        Effect effect, Action action, @Nullable String user, String pattern) {
    public AclRule {
        Rights.rule(user, pattern);
    }

    public enum Effect {
        ALLOW,
        DENY
    }

    public enum Action {
        PUBLISH,
        SUBSCRIBE,
        BOTH;

        /// Whether a rule of this kind says something about publishing.
        public boolean publishes() {
            return this != SUBSCRIBE;
        }

        /// Whether a rule of this kind says something about subscribing.
        public boolean subscribes() {
            return this != PUBLISH;
        }
    }
}
