package io.hongyan.openapi.action;

import io.hongyan.cloud.certificate.CertificateRefusal;
import java.util.function.Supplier;

/// What is refused about certificates, in the codes of the cloud service where it has one.
final class CertificateErrors {
    static final String WRONG_CODE = "RegisterCodeError";
    static final String MISSING = "CertificateNotFound";
    static final String EXISTS = "CertificateAlreadyExists";
    static final String FULL = "CertificateLimitExceeded";
    static final String INVALID = "CertificateInvalid";

    private CertificateErrors() {}

    /// Runs a change that may be refused.
    ///
    /// @throws ApiError when it is
    static void run(Runnable action) {
        translated(() -> {
            action.run();
            return true;
        });
    }

    /// The same for what answers something.
    static <T> T translated(Supplier<T> action) {
        try {
            return action.get();
        } catch (CertificateRefusal e) {
            String why = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case WRONG_CODE -> ApiError.internal(WRONG_CODE, why);
                case MISSING -> ApiError.bad(MISSING, why);
                case EXISTS -> ApiError.bad(EXISTS, why);
                case FULL -> ApiError.bad(FULL, why);
                case INVALID -> ApiError.bad(INVALID, why);
            };
        }
    }
}
