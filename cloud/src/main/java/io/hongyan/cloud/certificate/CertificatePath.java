package io.hongyan.cloud.certificate;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds which CA vouches for a chain, as X.509 has it: signatures, dates, what each certificate may be used for.
final class CertificatePath {
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    private CertificatePath() {}

    /// @param chain the device's own certificate first
    /// @param authorities 1 or more
    /// @return the CA at the end of the path; null when there is no path
    static @Nullable CaCertificate authority(
            List<X509Certificate> chain, List<CaCertificate> authorities, Instant now) {
        X509Certificate found;
        try {
            X509CertSelector own = new X509CertSelector();
            own.setCertificate(chain.getFirst());
            own.setExtendedKeyUsage(Set.of(CLIENT_AUTHENTICATION));
            Set<TrustAnchor> anchors = authorities.stream()
                    .map(ca -> new TrustAnchor(ca.certificate(), null))
                    .collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, own);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            var path = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            found = path.getTrustAnchor().getTrustedCert();
            int between = path.getCertPath().getCertificates().size() - 1;
            if (between > found.getBasicConstraints()) { // which Java looks at in all certificates but the last
                return null;
            }
        } catch (CertPathBuilderException e) {
            return null;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java builds paths of certificates", e);
        }
        return authorities.stream()
                .filter(ca -> ca.certificate().equals(found))
                .findFirst()
                .orElseThrow();
    }
}
