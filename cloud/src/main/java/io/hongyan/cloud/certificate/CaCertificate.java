package io.hongyan.cloud.certificate;

import io.hongyan.transport.SerialNumber;
import java.security.cert.X509Certificate;

/// A registered CA: an authority that vouches for devices of one instance.
///
/// @param sn the serial number, as [SerialNumber] has it
/// @param verification the certificate in PEM that proved possession of its key
/// @param code the registration code in that
/// @param active whether certificates of it that nobody has seen yet are registered when a device shows them
public record CaCertificate(
        String instance,
        String sn,
        String name,
        X509Certificate certificate,
        String verification,
        String code,
        boolean active) {
    /// The certificate in PEM.
    public String content() {
        return CertificateText.pem(certificate);
    }

    CaCertificate withActive(boolean other) {
        return new CaCertificate(instance, sn, name, certificate, verification, code, other);
    }
}
