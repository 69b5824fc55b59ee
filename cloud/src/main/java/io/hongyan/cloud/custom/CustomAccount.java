package io.hongyan.cloud.custom;

import io.hongyan.cloud.record.IdentityType;

/// An identity that a client can log in as.
///
/// @param username 1 to 64 characters
/// @param clientId of type [IdentityType#CLIENT]; empty for [IdentityType#USER]
/// @param secret 1 to 128 characters
public record CustomAccount(IdentityType type, String username, String clientId, SignMode mode, String secret) {
    /// The name that permissions of its type have: the user name, or the client id.
    public String name() {
        return type == IdentityType.USER ? username : clientId;
    }

    @Override
    public String toString() {
        return "CustomAccount[" + type + " " + username + " " + clientId + ", " + mode + ", ***]";
    }
}
