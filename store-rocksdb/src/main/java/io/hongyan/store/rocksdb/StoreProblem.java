package io.hongyan.store.rocksdb;

/// A store cannot be used as it is. The message says what is wrong and what to do.
public final class StoreProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreProblem(String message) {
        super(message);
    }

    public StoreProblem(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
