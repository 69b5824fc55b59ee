package io.hongyan.server.config;

/// Authentication of clients that the metadata does not know.
///
/// @param allowAnonymous whether clients without user name get in
/// @param passwordFile users with bcrypt hashes; empty = those of the metadata
/// @param aclFile rights in Mosquitto's format; empty = none
public record AuthConfig(boolean allowAnonymous, String passwordFile, String aclFile) {
    public static AuthConfig defaults() {
        return new AuthConfig(false, "", "");
    }
}
