package io.hongyan.server.config;

import java.util.List;
import java.util.regex.Pattern;

/// What those may do of whom an OpenID provider tells a certain value.
///
/// @param instances the ids of those that they see; empty = all
public record OidcRoleConfig(AdminRole role, List<String> instances) {
    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    public OidcRoleConfig {
        instances = List.copyOf(instances);
        for (String each : instances) {
            if (!INSTANCE.matcher(each).matches()) {
                throw new IllegalArgumentException("instances are ids of instances like mqtt-factory, not '" + each
                        + "'; leave the key out for all of them");
            }
        }
    }

    public static OidcRoleConfig defaults() {
        return new OidcRoleConfig(AdminRole.VIEWER, List.of());
    }
}
