package io.hongyan.server.data;

import org.jspecify.annotations.Nullable;

/// The data folder cannot be used. The message says why, and what to do.
public final class DataProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DataProblem(String message) {
        super(message);
    }

    public DataProblem(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
