package io.hongyan.client.session;

import org.jspecify.annotations.Nullable;

/// The text of an exception for a message or a log line.
final class ExceptionText {
    private ExceptionText() {}

    /// The message of a fault, or its class where it has none: a sentence never ends in "null".
    static String of(Throwable fault) {
        @Nullable String message = fault.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        String name = fault.getClass().getSimpleName();
        return name.isEmpty() ? fault.getClass().getName() : name;
    }
}
