package io.hongyan.client;

import org.jspecify.annotations.Nullable;

/// Words for what went wrong.
final class Faults {
    private Faults() {}

    /// The message of a fault, or its class where it has none: a sentence never ends in "null".
    static String text(Throwable fault) {
        @Nullable String message = fault.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        String name = fault.getClass().getSimpleName();
        return name.isEmpty() ? fault.getClass().getName() : name;
    }
}
