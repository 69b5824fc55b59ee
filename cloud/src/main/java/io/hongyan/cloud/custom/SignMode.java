package io.hongyan.cloud.custom;

/// What a client shows as its password.
public enum SignMode {
    /// The secret itself.
    ORIGIN,
    /// Base64 of HMAC-SHA1 over the client id, with the secret.
    SIGNED
}
