package io.hongyan.cloud.certificate;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.SerialNumber;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides whether a device may come in with its certificate. One that nobody has seen yet is registered when an active
/// CA of the instance vouches for it; one that is registered must be the same to the byte, and active. Reads and waits
/// for the disk.
public final class CertificateCheck {
    private final CaCertificates authorities;
    private final DeviceCertificates devices;
    private final Clock clock;

    CertificateCheck(CaCertificates authorities, DeviceCertificates devices, Clock clock) {
        this.authorities = authorities;
        this.devices = devices;
        this.clock = clock;
    }

    /// @param chain that was shown, the device's own first; TLS has checked it when it was shown for the first time
    /// @param mayRegister whether one that nobody has seen yet is registered
    /// @return why it is refused, null when it is not
    public @Nullable String refusal(String instance, List<X509Certificate> chain, boolean mayRegister) {
        X509Certificate own = chain.getFirst();
        if (own.getBasicConstraints() >= 0) {
            return "the certificate is one of a CA, not of a device";
        }
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        if (outdated(own, now)) {
            return "certificate " + SerialNumber.of(own) + " is not valid now: it is from "
                    + own.getNotBefore().toInstant() + " to "
                    + own.getNotAfter().toInstant();
        }
        List<CaCertificate> candidates = candidates(instance, chain);
        for (CaCertificate ca : candidates) {
            DeviceCertificate known =
                    devices.find(instance, ca.sn(), SerialNumber.of(own)).orElse(null);
            if (known != null && same(known, own)) {
                return outdated(ca.certificate(), now) ? expired(ca) : inactive(known);
            }
        }
        if (candidates.isEmpty() || !mayRegister) {
            return "no registered CA of instance " + instance + " vouches for certificate " + SerialNumber.of(own);
        }
        return registered(instance, chain, candidates, now);
    }

    private @Nullable String registered(
            String instance, List<X509Certificate> chain, List<CaCertificate> candidates, Instant now) {
        CaCertificate ca;
        try {
            ca = CertificatePath.authority(chain, candidates, now);
        } catch (CertificateRefusal e) {
            return String.valueOf(e.getMessage());
        }
        if (outdated(ca.certificate(), now)) {
            return expired(ca);
        }
        if (!ca.active()) {
            return "the CA certificate " + ca.sn() + " is inactive, so that no new certificate of it is registered";
        }
        X509Certificate own = chain.getFirst();
        DeviceCertificate device = devices.register(instance, ca.sn(), own);
        if (authorities.find(instance, ca.sn()).isEmpty()) { // deleted meanwhile, perhaps before the row came
            devices.forget(device);
            return "the CA certificate " + ca.sn() + " has just been deleted";
        }
        return same(device, own)
                ? inactive(device)
                : "another certificate with the serial number " + device.sn() + " of the CA " + ca.sn()
                        + " is registered";
    }

    /// Those that can stand at the end of the chain.
    private List<CaCertificate> candidates(String instance, List<X509Certificate> chain) {
        return authorities.list(instance).stream()
                .filter(ca -> chain.stream()
                        .anyMatch(each -> each.getIssuerX500Principal()
                                .equals(ca.certificate().getSubjectX500Principal())))
                .toList();
    }

    private static boolean same(DeviceCertificate known, X509Certificate own) {
        return Arrays.equals(CertificateText.encoded(known.certificate()), CertificateText.encoded(own));
    }

    private static @Nullable String inactive(DeviceCertificate device) {
        return device.active() ? null : "certificate " + device.sn() + " of the CA " + device.caSn() + " is inactive";
    }

    private static String expired(CaCertificate ca) {
        return "the CA certificate " + ca.sn() + " is not valid now: it is from "
                + ca.certificate().getNotBefore().toInstant() + " to "
                + ca.certificate().getNotAfter().toInstant();
    }

    private static boolean outdated(X509Certificate certificate, Instant now) {
        try {
            certificate.checkValidity(Date.from(now));
            return false;
        } catch (CertificateException e) {
            return true;
        }
    }
}
