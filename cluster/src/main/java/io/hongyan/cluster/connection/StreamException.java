package io.hongyan.cluster.connection;

/// The other node sent what no node sends. Without a stack trace: the fault is not here.
final class StreamException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StreamException(String what) {
        super(what, null, false, false);
    }

    /// In plain words.
    String what() {
        return String.valueOf(getMessage());
    }
}
