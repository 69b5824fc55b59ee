package io.hongyan.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/// The login of one CONNECT.
///
/// @param username null = none
/// @param password null = none; from now on nobody may change it
/// @param exchange enhanced authentication (5.0); null = none
public record Login(
        @Nullable String username,
        byte @Nullable [] password,
        @Nullable EnhancedAuth exchange) {
    /// No user name and no password.
    public static final Login ANONYMOUS = new Login(null, null, null);

    /// A user and a password.
    public static Login of(String username, String password) {
        return new Login(username, password.getBytes(UTF_8), null);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "Login[" + username + "]";
    }
}
