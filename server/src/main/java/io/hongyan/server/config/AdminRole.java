package io.hongyan.server.config;

/// What the holder of a key of the administration may do. Each may do what those before it may.
public enum AdminRole {
    /// Look at everything but secrets.
    VIEWER,
    /// Disconnect clients, revoke tokens, read files again, make copies.
    OPERATOR,
    /// Change everything, and issue keys and tokens.
    ADMINISTRATOR;

    public boolean includes(AdminRole other) {
        return compareTo(other) >= 0;
    }
}
