package io.hongyan.transport;

import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Self-signed certificates for tests.
public final class Certificates {
    private Certificates() {}

    /// Writes a certificate for that name, valid from yesterday to tomorrow, and its key.
    public static TlsMaterial.Files write(Path folder, String name) {
        return write(folder, name, "EC");
    }

    /// The same, with another kind of key.
    ///
    /// @param kind `EC` or `Ed25519`
    static TlsMaterial.Files write(Path folder, String name, String kind) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(kind);
            if (kind.equals("EC")) {
                generator.initialize(256);
            }
            KeyPair pair = generator.generateKeyPair();
            String signature = kind.equals("EC") ? "SHA256withECDSA" : kind;
            byte[] certificate = certificate(name, pair, new JcaContentSignerBuilder(signature));
            Path certificateFile = folder.resolve(name + ".crt");
            Path keyFile = folder.resolve(name + ".key");
            Files.writeString(certificateFile, pem("CERTIFICATE", certificate));
            Files.writeString(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            return new TlsMaterial.Files(certificateFile, keyFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// A certificate for that name, valid from yesterday to tomorrow.
    static byte[] certificate(String name, KeyPair pair, JcaContentSignerBuilder signer)
            throws IOException, OperatorCreationException {
        X500Principal owner = new X500Principal("CN=" + name);
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                        owner,
                        BigInteger.valueOf(now.toEpochMilli()),
                        Date.from(now.minus(Duration.ofDays(1))),
                        Date.from(now.plus(Duration.ofDays(1))),
                        owner,
                        pair.getPublic())
                .build(signer.build(pair.getPrivate()))
                .getEncoded();
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }
}
