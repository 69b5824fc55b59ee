package io.hongyan.conformance.clients;

/// What a client says of itself in CONNECT.
record Login(String clientId, String user, String password) {
    Login withPassword(String other) {
        return new Login(clientId, user, other);
    }
}
