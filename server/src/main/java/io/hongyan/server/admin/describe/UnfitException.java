package io.hongyan.server.admin.describe;

/// A request has something that its operation does not take, or lacks something. The message names it.
public final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
        super(message, null, false, false);
    }
}
