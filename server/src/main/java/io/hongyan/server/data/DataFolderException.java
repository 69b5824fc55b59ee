package io.hongyan.server.data;

import org.jspecify.annotations.Nullable;

/// The data folder cannot be used. The message names the cause and what to do.
public final class DataFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataFolderException(String message) {
        super(message);
    }

    public DataFolderException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
