package io.hongyan.client;

import org.jspecify.annotations.Nullable;

/// Words for what went wrong.
final class Faults {
    private Faults() {}

    /// The message of a fault, or its kind where it has none: a sentence never ends in "null".
    static String text(Throwable fault) {
        @Nullable String message = fault.getMessage();
        return message == null || message.isBlank() ? fault.getClass().getSimpleName() : message;
    }
}
