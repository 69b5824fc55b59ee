package io.hongyan.cloud.topic;

import org.jspecify.annotations.Nullable;

/// The Group ID in a client id of the form `GroupID@@@DeviceID`.
public final class GroupIds {
    /// What stands between the Group ID and the id of the device.
    public static final String SEPARATOR = "@@@";

    private GroupIds() {}

    /// The group of a client; null when its id has another form.
    public static @Nullable String of(String clientId) {
        int separator = clientId.indexOf(SEPARATOR);
        return separator < 1 || separator + SEPARATOR.length() == clientId.length()
                ? null
                : clientId.substring(0, separator);
    }
}
