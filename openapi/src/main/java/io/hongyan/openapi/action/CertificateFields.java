package io.hongyan.openapi.action;

import java.security.cert.X509Certificate;

/// What an answer says of each certificate, as it is written there.
final class CertificateFields {
    private CertificateFields() {}

    /// From when on it is valid, in milliseconds since 1970.
    static String begin(X509Certificate certificate) {
        return Long.toString(certificate.getNotBefore().toInstant().toEpochMilli());
    }

    /// Until when it is valid, in milliseconds since 1970.
    static String end(X509Certificate certificate) {
        return Long.toString(certificate.getNotAfter().toInstant().toEpochMilli());
    }

    static String status(boolean active) {
        return active ? "1" : "0";
    }
}
