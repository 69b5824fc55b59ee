package io.hongyan.cloud.certificate;

import io.hongyan.broker.message.Clock;
import io.hongyan.transport.SerialNumber;
import java.lang.System.Logger.Level;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides whether a device may come in with its certificate. One that nobody has seen yet is registered when an active
/// CA of the instance vouches for it; one that is registered must be the same to the byte, and active. Reads and waits
/// for the disk.
public final class CertificateCheck {
    private static final System.Logger LOG = System.getLogger(CertificateCheck.class.getName());

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
        Instant now = Instant.ofEpochMilli(clock.wallMillis());
        String why = refusal(own, now);
        if (why == null) {
            why = CertificateStrength.fault("certificate " + SerialNumber.of(own), chain);
        }
        if (why != null) {
            return why;
        }
        why = "no registered CA of instance " + instance + " vouches for certificate " + SerialNumber.of(own);
        boolean known = false;
        for (CaCertificate ca : authorities.list(instance)) { // whatever chain is shown this time
            DeviceCertificate device =
                    devices.find(instance, ca.sn(), SerialNumber.of(own)).orElse(null);
            if (device != null && same(device, own)) {
                if (!device.active()) {
                    return inactive(device);
                }
                if (outdated(ca.certificate(), now)) {
                    why = expired(ca);
                } else {
                    known = true;
                }
            }
        }
        if (known) {
            return null;
        }
        return mayRegister ? registered(instance, chain, now, why) : why;
    }

    /// What speaks against a certificate by itself.
    private static @Nullable String refusal(X509Certificate own, Instant now) {
        if (own.getBasicConstraints() >= 0) {
            return "the certificate is one of a CA, not of a device";
        }
        if (!SerialNumber.isAllowed(own)) {
            return "the certificate has a serial number that X.509 does not allow: it is negative, or too long";
        }
        return outdated(own, now)
                ? "certificate " + SerialNumber.of(own) + " is not valid now: it is from "
                        + own.getNotBefore().toInstant() + " to "
                        + own.getNotAfter().toInstant()
                : null;
    }

    /// @param otherwise why, when no CA speaks for it
    private @Nullable String registered(String instance, List<X509Certificate> chain, Instant now, String otherwise) {
        CaCertificate ca = vouching(instance, chain, now, each -> true);
        if (ca == null) {
            return otherwise;
        }
        CaCertificate good =
                vouching(instance, chain, now, each -> each.active() && !outdated(each.certificate(), now));
        if (good == null) {
            return ca.active()
                    ? expired(ca)
                    : "the CA certificate " + ca.sn() + " is inactive, so that no new certificate of it is registered";
        }
        X509Certificate own = chain.getFirst();
        DeviceCertificate device = devices.register(
                instance,
                good.sn(),
                own,
                () -> authorities.find(instance, good.sn()).isPresent());
        if (device == null) {
            return otherwise;
        }
        if (!same(device, own)) {
            return "another certificate with the serial number " + device.sn() + " of the CA " + good.sn()
                    + " is registered";
        }
        LOG.log(
                Level.INFO,
                "certificate {0} of a device, of the CA {1}, was shown for the first time in {2} and is registered",
                device.sn(),
                good.sn(),
                instance);
        return inactive(device);
    }

    /// One of the CAs that vouch for a chain; null without.
    private @Nullable CaCertificate vouching(
            String instance, List<X509Certificate> chain, Instant now, Predicate<CaCertificate> which) {
        List<CaCertificate> some = authorities.list(instance).stream()
                .filter(ca -> chain.stream()
                        .anyMatch(each -> each.getIssuerX500Principal()
                                .equals(ca.certificate().getSubjectX500Principal())))
                .filter(which)
                .toList();
        return some.isEmpty() ? null : CertificatePath.authority(chain, some, now);
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
