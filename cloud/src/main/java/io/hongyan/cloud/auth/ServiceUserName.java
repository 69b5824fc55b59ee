package io.hongyan.cloud.auth;

import org.jspecify.annotations.Nullable;

/// A user name of the cloud service: `Signature|accessKey|instance`.
///
/// @param mode the first part
record ServiceUserName(String mode, String accessKey, String instance) {
    static final String SIGNATURE = "Signature";
    static final String TOKEN = "Token";
    static final String DEVICE_CREDENTIAL = "DeviceCredential";

    /// Null for any other form: the name of a user.
    static @Nullable ServiceUserName read(String username) {
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
}
