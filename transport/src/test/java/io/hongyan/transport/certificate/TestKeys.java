package io.hongyan.transport.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.ECGenParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Keys of tests, also of kinds that Java itself cannot use: `RSA`, `EC`, `DSA`, `Ed25519`, `Ed448`; `RSA1024` is a
/// weak one, and `EC-secp256k1` is one on that curve.
final class TestKeys {
    private static final String CURVE = "EC-";

    private TestKeys() {}

    /// Made when the first one needs it: it takes a while.
    private static final class BouncyCastle {
        static final Provider PROVIDER = new BouncyCastleProvider();
    }

    static KeyPair pair(String kind) {
        String key = kind.replaceFirst("/.*", "");
        try {
            if (key.startsWith(CURVE)) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
                generator.initialize(new ECGenParameterSpec(key.substring(CURVE.length())));
                return generator.generateKeyPair();
            }
            KeyPairGenerator generator = KeyPairGenerator.getInstance(key.replace("1024", ""));
            if (!key.startsWith("Ed")) {
                generator.initialize(key.equals("EC") ? 256 : key.endsWith("1024") ? 1024 : 2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param kind of the certificate that is signed
    static ContentSigner signer(String kind, PrivateKey key) throws OperatorCreationException {
        if (key instanceof EdECKey edwards) {
            return new JcaContentSignerBuilder(edwards.getParams().getName()).build(key);
        }
        String[] parts = kind.split("/", 3);
        String algorithm = (parts.length > 1 ? parts[1] : "SHA256") + "with"
                + key.getAlgorithm().replaceFirst("^EC$", "ECDSA")
                + (parts.length > 2 && key instanceof RSAKey ? "andMGF1" : "");
        JcaContentSignerBuilder builder = new JcaContentSignerBuilder(algorithm);
        boolean own = key.getClass().getName().startsWith("sun.") && !algorithm.matches("RIPEMD.*|SHA512\\(.*|.*MGF1");
        return own
                ? builder.build(key)
                : builder.setProvider(BouncyCastle.PROVIDER).build(key);
    }
}
