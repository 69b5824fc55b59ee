package io.hongyan.cloud.metadata;

/// A token that is void before its time.
///
/// @param expiresAt milliseconds since 1970; from then on it need not be remembered
public record RevokedToken(String id, long expiresAt) {}
