package io.hongyan.cloud.secret;

import org.jspecify.annotations.Nullable;

/// A stored secret cannot be read.
public final class SecretException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecretException(String why, @Nullable Throwable cause) {
        super("a stored secret cannot be read: " + why, cause);
    }
}
