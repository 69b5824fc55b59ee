package io.hongyan.cluster.agree;

/// No answer came, or none that can be used. What was asked for may have happened, or may happen later.
public final class AgreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// @param reason for people: who did not answer, to what, and why
    public AgreementException(String reason) {
        super(reason);
    }

    public AgreementException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
