package io.hongyan.cloud.rules;

import io.hongyan.cloud.metadata.AccessKey;

/// Why logins are refused, whatever door they come to.
public final class LoginTexts {
    /// The same for every wrong name, key, secret and instance, so that clients cannot find out which exist.
    public static final String BAD_CREDENTIALS = "unknown user or instance, or wrong password";

    public static final String SUSPENDED = "the instance is switched off; another one takes its place";
    public static final String UNREADABLE = "the login could not be checked: the store does not answer";
    public static final String INTERNAL_ERROR = "the login could not be checked: an internal error of the server";

    private LoginTexts() {}

    /// For the operator: a key that is there and does not open the instance.
    public static String closed(AccessKey key, String instance) {
        String id = "AccessKey " + key.id();
        return key.enabled() ? id + " does not open instance " + instance : id + " is switched off";
    }

    /// A key that opens the instance for nothing.
    public static String noRight(AccessKey key) {
        return "AccessKey " + key.id() + " has no right to publish or subscribe here";
    }
}
