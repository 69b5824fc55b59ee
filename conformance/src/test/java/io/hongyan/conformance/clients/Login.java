package io.hongyan.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What a client says of itself in CONNECT.
record Login(String clientId, String user, String password) {
    /// The password as it travels.
    byte[] passwordBytes() {
        return password.getBytes(UTF_8);
    }

    Login withPassword(String other) {
        return new Login(clientId, user, other);
    }
}
