package io.hongyan.server.config;

/// Who gets in besides those whom the metadata knows.
///
/// @param allowAnonymous whether clients without user name get in
/// @param passwordFile users in Mosquitto's format; empty = none
/// @param aclFile rights in Mosquitto's format; empty = every user may everything
public record AuthConfig(boolean allowAnonymous, String passwordFile, String aclFile) {
    public static AuthConfig defaults() {
        return new AuthConfig(false, "", "");
    }
}
