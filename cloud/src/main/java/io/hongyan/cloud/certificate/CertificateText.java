package io.hongyan.cloud.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.hongyan.transport.CertificateKey;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/// Certificates as text in PEM, and what stands in them.
final class CertificateText {
    static final int LONGEST = 16_384;

    private static final int COLUMNS = 64;
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(COLUMNS, "\n".getBytes(US_ASCII));

    private CertificateText() {}

    /// The first certificate of a text.
    ///
    /// @throws CertificateRefusal when there is none that can be read
    static X509Certificate read(String what, String text) {
        if (text.length() > LONGEST) {
            throw new CertificateRefusal(what + " has " + text.length() + " characters; the most is " + LONGEST);
        }
        int begin = text.indexOf("-----BEGIN CERTIFICATE-----");
        if (begin < 0) {
            throw new CertificateRefusal(
                    what + " is no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----");
        }
        return read(what, text.substring(begin).getBytes(ISO_8859_1));
    }

    /// @param encoded in DER or PEM
    /// @throws CertificateRefusal when it cannot be read
    static X509Certificate read(String what, byte[] encoded) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            String fault = CertificateKey.fault(e);
            throw new CertificateRefusal(
                    what + " " + (fault == null ? "cannot be read as a certificate: " + e.getMessage() : fault));
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    static String pem(X509Certificate certificate) {
        return "-----BEGIN CERTIFICATE-----\n" + LINES.encodeToString(encoded(certificate))
                + "\n-----END CERTIFICATE-----\n";
    }

    /// The common name of the subject; empty without one.
    static String commonName(X509Certificate certificate) {
        try {
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return String.valueOf(part.getValue());
                }
            }
            return "";
        } catch (InvalidNameException e) {
            return "";
        }
    }
}
