package io.hongyan.cloud.metadata;

/// A token that was revoked before it expired.
///
/// @param expiresAt milliseconds since 1970; then this record is deleted
public record RevokedToken(String id, long expiresAt) {}
