package io.hongyan.cloud.metadata;

import org.jspecify.annotations.Nullable;

/// A user with a password, in profile open.
///
/// @param name 1 to 256 characters, no colon and no control characters
/// @param hash the password's bcrypt hash (`$2a$`, `$2b$`, `$2y$`, cost 4 to 16)
/// @param scram for logging in without sending the password; null for none
public record PasswordUser(
        String name, String hash, @Nullable ScramSecret scram) {
    public PasswordUser {
        Rights.user(name, hash);
    }

    @Override
    public String toString() {
        return "PasswordUser[" + name + ", ***]";
    }
}
