package io.hongyan.spring;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// An invalid property or annotation; the program does not start.
final class WrongSettingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String action;

    /// @param what is wrong, a sentence
    /// @param action what to do, a sentence
    WrongSettingException(String what, String action, @Nullable Throwable cause) {
        super(what, cause);
        this.action = action;
    }

    WrongSettingException(String what, String action) {
        this(what, action, null);
    }

    String action() {
        return action;
    }
}
