package io.hongyan.client.disk;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/// The queue in a folder cannot be used: another client has it, it is damaged, or it cannot be read. The message says
/// which, without the folder.
public final class UnusableQueueException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    UnusableQueueException(String message) {
        super(message);
    }

    UnusableQueueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
