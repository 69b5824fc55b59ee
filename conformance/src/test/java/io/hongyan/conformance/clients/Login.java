package io.hongyan.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The login of a client in CONNECT.
record Login(String clientId, String user, String password) {
    /// The password as bytes.
    byte[] passwordBytes() {
        return password.getBytes(UTF_8);
    }

    Login withPassword(String other) {
        return new Login(clientId, user, other);
    }
}
