package io.hongyan.cloud.record;

/// Whom an identity or a permission is for.
public enum IdentityType {
    /// Every client with a user name.
    USER,
    /// One client id.
    CLIENT
}
