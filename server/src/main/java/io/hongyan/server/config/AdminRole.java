package io.hongyan.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What the holder of a key of the administration may do. Each may do what those before it may.
public enum AdminRole {
    /// Look at everything but secrets.
    VIEWER,
    /// Disconnect clients, revoke tokens, read files again, make copies.
    OPERATOR,
    /// Change everything, and issue keys and tokens.
    ADMINISTRATOR;

    public boolean includes(AdminRole other) {
        return compareTo(other) >= 0;
    }

    /// How requests, answers and the audit log call it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The one of that word.
    public static Optional<AdminRole> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
