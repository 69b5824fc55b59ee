package io.hongyan.auth;

import org.jspecify.annotations.Nullable;

/// A user name of the cloud service: `Signature|accessKey|instance`. Its text form is [#toString].
///
/// @param mode [#SIGNATURE], [#TOKEN] or [#DEVICE_CREDENTIAL]: what the password is
/// @param accessKey names the key
/// @param instance the instance's id
public record ServiceUserName(String mode, String accessKey, String instance) {
    /// The password is the client id, signed with an account's key.
    public static final String SIGNATURE = "Signature";

    /// The password is one to three tokens.
    public static final String TOKEN = "Token";

    /// The password is the client id, signed with a key of this device alone.
    public static final String DEVICE_CREDENTIAL = "DeviceCredential";

    /// A user name to log in with.
    ///
    /// @throws IllegalArgumentException when a part is empty, or has a `|` and could not be told from the next
    public static ServiceUserName of(String mode, String accessKey, String instance) {
        check("AccessKey", accessKey);
        check("instance id", instance);
        return new ServiceUserName(mode, accessKey, instance);
    }

    private static void check(String what, String value) {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("the " + what + " is empty");
        }
        if (value.indexOf('|') >= 0) {
            throw new IllegalArgumentException("the " + what + " has a '|' in it: " + value);
        }
    }

    /// Reads what a client sent. Parts may be empty. Null for any other form, and any other mode.
    public static @Nullable ServiceUserName read(String username) {
        int first = username.indexOf('|');
        if (first < 0) {
            return null;
        }
        String mode = username.substring(0, first);
        if (!mode.equals(SIGNATURE) && !mode.equals(TOKEN) && !mode.equals(DEVICE_CREDENTIAL)) {
            return null;
        }
        int second = username.indexOf('|', first + 1);
        if (second < 0) {
            return new ServiceUserName(mode, username.substring(first + 1), "");
        }
        return new ServiceUserName(mode, username.substring(first + 1, second), username.substring(second + 1));
    }

    /// `mode|accessKey|instance`.
    @Override
    public String toString() {
        return mode + "|" + accessKey + "|" + instance;
    }
}
