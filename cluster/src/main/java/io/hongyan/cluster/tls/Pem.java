package io.hongyan.cluster.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/// Text with a content in Base64 (RFC 7468).
final class Pem {
    private Pem() {}

    static String of(String kind, byte[] content) {
        byte[] line = "\n".getBytes(StandardCharsets.US_ASCII);
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, line).encodeToString(content) + "\n-----END " + kind + "-----\n";
    }

    static String of(X509Certificate certificate) {
        try {
            return of("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}
