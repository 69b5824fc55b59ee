package io.hongyan.cloud.metadata;

import io.hongyan.auth.ScramSecret;
import org.jspecify.annotations.Nullable;

/// A user with a password, in profile open.
///
/// @param name 1 to 256 characters, no colon and no control characters
/// @param hash of the password: bcrypt (`$2a$`, `$2b$`, `$2y$`, cost 4 to 16), or `$7$` as mosquitto_passwd writes it
/// @param scram the secret for logins by SCRAM; null = not possible
public record PasswordUser(
        String name, String hash, @Nullable ScramSecret scram) {
    public PasswordUser {
        OpenProfileChecks.user(name, hash);
    }

    @Override
    public String toString() {
        return "PasswordUser[" + name + ", ***]";
    }
}
