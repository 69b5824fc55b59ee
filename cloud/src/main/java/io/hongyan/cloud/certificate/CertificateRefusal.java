package io.hongyan.cloud.certificate;

/// A certificate, or a request about one, that is refused. The message says why, in plain words.
public final class CertificateRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /// What is wrong.
    public enum Kind {
        /// The certificate, or a name.
        INVALID,
        /// The verification certificate has another registration code.
        WRONG_CODE,
        /// It is there already.
        EXISTS,
        /// There is no such thing.
        MISSING,
        /// There are as many as there may be.
        FULL
    }

    CertificateRefusal(String message) {
        this(Kind.INVALID, message);
    }

    CertificateRefusal(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
