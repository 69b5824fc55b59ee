package io.hongyan.cloud.auth;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where clients go whose user name names no instance, and whether those without any may come in.
///
/// @param defaultInstance for all listeners that name none; null for nowhere
/// @param instanceOfListener by name of the listener
/// @param anonymous whether clients without user name are let into it
public record AuthSettings(
        @Nullable String defaultInstance, Map<String, String> instanceOfListener, boolean anonymous) {
    public AuthSettings {
        instanceOfListener = Map.copyOf(instanceOfListener);
    }

    /// Only those whose user name names an instance.
    public static AuthSettings strict() {
        return new AuthSettings(null, Map.of(), false);
    }

    @Nullable
    String instance(String listener) {
        return instanceOfListener.getOrDefault(listener, defaultInstance);
    }
}
