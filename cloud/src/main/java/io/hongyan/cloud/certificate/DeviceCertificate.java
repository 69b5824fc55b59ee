package io.hongyan.cloud.certificate;

import java.security.cert.X509Certificate;

/// The certificate of a device, registered when it was first shown.
///
/// @param caSn of the CA that vouches for it
/// @param sn its own serial number
/// @param active whether the device may log in
public record DeviceCertificate(String instance, String caSn, String sn, X509Certificate certificate, boolean active) {
    /// The common name in the certificate; empty without one.
    public String name() {
        return CertificateText.commonName(certificate);
    }

    /// The certificate in PEM.
    public String content() {
        return CertificateText.pem(certificate);
    }

    DeviceCertificate withActive(boolean other) {
        return new DeviceCertificate(instance, caSn, sn, certificate, other);
    }
}
