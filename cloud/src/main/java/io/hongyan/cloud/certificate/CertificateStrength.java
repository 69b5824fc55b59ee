package io.hongyan.cloud.certificate;

import io.hongyan.transport.CertificateKey;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps out certificates that somebody could forge. The least is stricter than that of Java, which takes RSA keys of
/// 1,024 bits, and SHA-1 in certificates of clients.
final class CertificateStrength {
    private static final int LEAST_RSA_BITS = 2048;
    private static final String HASHES = "(SHA-?(256|384|512|512/256)|SHA3-(256|384|512))";
    private static final Pattern SIGNATURES =
            Pattern.compile(HASHES + "(withRSA|withECDSA| and RSASSA-PSS)|Ed25519|Ed448", Pattern.CASE_INSENSITIVE);

    private CertificateStrength() {}

    /// What is weak in a certificate, as the end of a sentence about it; null when nothing is.
    static @Nullable String fault(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
            return "has an RSA key of " + rsa.getModulus().bitLength() + " bits; the least is " + LEAST_RSA_BITS;
        }
        String fault = CertificateKey.fault(key);
        if (fault != null) {
            return fault;
        }
        String signature = signature(certificate);
        return SIGNATURES.matcher(signature).matches() ? null : unfit(signature);
    }

    /// Of a signature, as the end of a sentence about a certificate.
    static String unfit(String signature) {
        return "is signed with " + signature
                + "; the least is SHA-256 with RSA, RSASSA-PSS or ECDSA, or Ed25519, Ed448";
    }

    /// The same of a chain, without roots: who trusts one does not go by its signature.
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
            String fault = own || !root(each) ? fault(each) : null;
            if (fault != null) {
                String name = ShownName.of(each.getSubjectX500Principal().getName());
                return (own ? what : "certificate " + name + " in the chain of " + what) + " " + fault;
            }
        }
        return null;
    }

    /// Equal names are not enough: a CA may issue certificates to its own name, and others go by their signatures.
    private static boolean root(X509Certificate certificate) {
        if (!certificate.getIssuerX500Principal().equals(certificate.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// The hash comes first. With PSS it is a parameter. Java knows some algorithms by their numbers alone.
    static String signature(X509Certificate certificate) {
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
