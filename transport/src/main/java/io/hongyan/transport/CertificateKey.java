package io.hongyan.transport;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which keys of certificates Java can sign and verify with. It reads others, too, and then fails at each use of them
/// as if the signature were wrong.
public final class CertificateKey {
    private static final String OTHERS =
            ", which cannot be used here; take P-256, P-384, P-521, Ed25519, Ed448, or RSA with 2048 bits or more";

    /// Java has no other ones (secp224r1, secp256k1, those of Brainpool) since version 16.
    private static final List<ECParameterSpec> CURVES = Stream.of("secp256r1", "secp384r1", "secp521r1")
            .map(CertificateKey::curve)
            .toList();

    private CertificateKey() {}

    /// Why nobody here can work with a key, as the end of a sentence about its certificate; null when everybody can.
    /// Says nothing about how strong it is.
    public static @Nullable String fault(PublicKey key) {
        return switch (key.getAlgorithm()) {
            case "RSA", "RSASSA-PSS", "EdDSA" -> null;
            case "EC" -> curveFault(key instanceof ECKey curved ? curved.getParams() : null);
            case "DSA" -> "has a DSA key" + OTHERS;
            default -> "has a key of the algorithm " + key.getAlgorithm() + OTHERS;
        };
    }

    /// The same of a certificate that Java could not read, where that is because of its key.
    public static @Nullable String fault(CertificateException unreadable) {
        String why = String.valueOf(unreadable.getMessage());
        boolean curve = why.contains("Unknown named curve") || why.contains("Only named ECParameters");
        return curve ? "has an EC key on an unknown curve" + OTHERS : null;
    }

    private static @Nullable String curveFault(@Nullable ECParameterSpec found) {
        if (found == null) {
            return "has an EC key without a curve" + OTHERS;
        }
        String name = found.toString().replaceFirst(" .*", ""); // Java appends other names and the number
        return CURVES.stream().anyMatch(each -> same(each, found))
                ? null
                : "has an EC key on the curve " + name + OTHERS;
    }

    private static boolean same(ECParameterSpec one, ECParameterSpec other) {
        return one.getCurve().equals(other.getCurve())
                && one.getGenerator().equals(other.getGenerator())
                && one.getOrder().equals(other.getOrder());
    }

    private static ECParameterSpec curve(String name) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec(name));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java knows " + name, e);
        }
    }
}
