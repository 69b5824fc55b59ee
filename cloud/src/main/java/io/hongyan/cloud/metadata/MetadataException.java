package io.hongyan.cloud.metadata;

/// A change that was refused, and left everything as it was. The message names the value and the rule.
public final class MetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// For callers that answer with a code.
    public enum Kind {
        /// The value can never be right.
        INVALID,
        /// There is one already.
        EXISTS,
        /// There is none.
        MISSING,
        /// A limit is reached.
        LIMIT
    }

    public MetadataException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
