package io.hongyan.server.agreed;

/// What stands in the agreement cannot be understood: damaged, of a newer program, or encrypted with another key.
final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String reason) {
        super(reason);
    }

    UnreadableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
