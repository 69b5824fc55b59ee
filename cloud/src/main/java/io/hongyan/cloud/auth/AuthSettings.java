package io.hongyan.cloud.auth;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The instance of clients whose user name does not contain one, and whether anonymous clients are admitted.
///
/// @param defaultInstance instance of listeners that have none of their own; null = such clients are refused
/// @param instanceOfListener instance by listener name
/// @param anonymous whether clients without user name are admitted to that instance
/// @param registered listeners that ask for registered certificates of clients
public record AuthSettings(
        @Nullable String defaultInstance,
        Map<String, String> instanceOfListener,
        boolean anonymous,
        Set<String> registered) {
    public AuthSettings {
        instanceOfListener = Map.copyOf(instanceOfListener);
        registered = Set.copyOf(registered);
    }

    /// Without certificates of clients.
    public AuthSettings(@Nullable String defaultInstance, Map<String, String> instanceOfListener, boolean anonymous) {
        this(defaultInstance, instanceOfListener, anonymous, Set.of());
    }

    /// Only user names that contain an instance are accepted.
    public static AuthSettings strict() {
        return new AuthSettings(null, Map.of(), false);
    }

    @Nullable
    String instance(String listener) {
        return instanceOfListener.getOrDefault(listener, defaultInstance);
    }
}
