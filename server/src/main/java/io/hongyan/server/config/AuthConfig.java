package io.hongyan.server.config;

/// Authentication of clients that the metadata does not know.
///
/// @param allowAnonymous whether clients without user name get in
/// @param passwordFile users with bcrypt hashes; empty = those of the metadata
/// @param aclFile rights in Mosquitto's format; empty = none
/// @param secretKeyFile the key that encrypts secrets in the store and the metadata; empty = the one in the data folder
public record AuthConfig(boolean allowAnonymous, String passwordFile, String aclFile, String secretKeyFile) {
    public static AuthConfig defaults() {
        return new AuthConfig(false, "", "", "");
    }
}
