package io.hongyan.cloud.metadata;

/// A change was refused and had no effect. The message contains the value and the rule.
public final class MetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// For callers that answer with a code.
    public enum Kind {
        /// The value is not valid.
        INVALID,
        /// It exists already.
        EXISTS,
        /// It does not exist.
        MISSING,
        /// A limit is reached.
        LIMIT,
        /// What keeps the metadata of several services does not answer now, and may later.
        UNAVAILABLE
    }

    public MetadataException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public MetadataException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
