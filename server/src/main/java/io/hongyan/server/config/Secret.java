package io.hongyan.server.config;

/// Text that must not be shown. Printing it shows that there is one, and nothing of it.
///
/// @param value empty when none is set
public record Secret(String value) {
    /// What is shown of a secret.
    public static final String MASK = "***";

    public static final Secret NONE = new Secret("");

    public boolean isSet() {
        return !value.isEmpty();
    }

    @Override
    public String toString() {
        return isSet() ? MASK : "";
    }
}
