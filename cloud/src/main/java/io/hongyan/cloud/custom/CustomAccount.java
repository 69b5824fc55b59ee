package io.hongyan.cloud.custom;

import io.hongyan.cloud.record.IdentityType;
import io.hongyan.cloud.record.RowName;

/// An identity that a client can log in as.
///
/// @param username 1 to 64 characters
/// @param clientId 1 to 256 characters, of type [IdentityType#CLIENT]; empty for [IdentityType#USER]
/// @param secret 1 to 128 characters
public record CustomAccount(IdentityType type, String username, String clientId, SignMode mode, String secret) {
    /// Characters of a user name at most.
    public static final int LONGEST_NAME = 64;

    /// Characters of a secret at most.
    public static final int LONGEST_SECRET = 128;

    /// @throws IllegalArgumentException when a name or the secret cannot be one; the message does not hold the secret
    public CustomAccount {
        checkNames(type, username, clientId);
        if (secret.isEmpty() || secret.length() > LONGEST_SECRET) {
            throw new IllegalArgumentException(
                    "secret has 1 to " + LONGEST_SECRET + " characters, not " + secret.length());
        }
    }

    /// Looks whether an identity can have these names.
    ///
    /// @throws IllegalArgumentException when it cannot
    public static void checkNames(IdentityType type, String username, String clientId) {
        RowName.checked("username", username, LONGEST_NAME);
        if (type == IdentityType.CLIENT) {
            RowName.checked("clientId", clientId, RowName.LONGEST_CLIENT);
        } else if (!clientId.isEmpty()) {
            throw new IllegalArgumentException(
                    "an identity of type user is for any client id, and has none itself, unlike " + clientId);
        }
    }

    /// The same with another secret or mode.
    public CustomAccount with(SignMode otherMode, String otherSecret) {
        return new CustomAccount(type, username, clientId, otherMode, otherSecret);
    }

    /// The name that permissions of its type have: the user name, or the client id.
    public String name() {
        return type == IdentityType.USER ? username : clientId;
    }

    @Override
    public String toString() {
        return "CustomAccount[" + type + " " + username + " " + clientId + ", " + mode + ", ***]";
    }
}
