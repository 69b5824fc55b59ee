package io.hongyan.cloud.certificate;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Keeps out certificates that somebody could forge. The least is stricter than that of Java, which takes RSA keys of
/// 1,024 bits, and SHA-1 in certificates of clients.
final class CertificateStrength {
    private static final int LEAST_RSA_BITS = 2048;
    private static final List<String> BROKEN_HASHES = List.of("MD2", "MD5", "SHA1");

    private CertificateStrength() {}

    /// What is weak in a certificate, as the end of a sentence about it; null when nothing is.
    static @Nullable String fault(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            return "has an RSA key of " + rsa.getModulus().bitLength() + " bits; the least is " + LEAST_RSA_BITS;
        }
        if (key.getAlgorithm().equals("DSA")) {
            return "has a DSA key; take RSA with " + LEAST_RSA_BITS + " bits or more, or EC";
        }
        String signature = signature(certificate);
        String compact = signature.toUpperCase(Locale.ROOT).replace("-", "");
        return BROKEN_HASHES.stream().anyMatch(compact::startsWith)
                ? "is signed with " + signature + "; the least is SHA-256"
                : null;
    }

    /// The same of a chain, without a root at its end: who trusts it does not go by its signature.
    ///
    /// @throws CertificateRefusal when something is weak
    static void check(String what, List<X509Certificate> chain) {
        String fault = fault(what, chain);
        if (fault != null) {
            throw new CertificateRefusal(fault);
        }
    }

    /// A whole sentence; null when nothing is weak.
    ///
    /// @param chain the owner's certificate first
    static @Nullable String fault(String what, List<X509Certificate> chain) {
        for (X509Certificate each : chain) {
            boolean own = each.equals(chain.getFirst());
            boolean root = each.getIssuerX500Principal().equals(each.getSubjectX500Principal());
            String fault = own || !root ? fault(each) : null;
            if (fault != null) {
                String name = each.getSubjectX500Principal().getName();
                return (own ? what : "certificate " + name + " in the chain of " + what) + " " + fault;
            }
        }
        return null;
    }

    /// The hash comes first. With PSS it is a parameter.
    private static String signature(X509Certificate certificate) {
        String name = certificate.getSigAlgName();
        byte[] encoded = certificate.getSigAlgParams();
        if (!name.equals("RSASSA-PSS") || encoded == null) {
            return name;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance(name);
            parameters.init(encoded);
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm() + " and RSASSA-PSS";
        } catch (GeneralSecurityException | IOException e) {
            return name; // nobody can check such a signature
        }
    }
}
