package io.hongyan.server.tls;

import io.hongyan.server.data.OwnerOnly;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The certificate of a server that was given none: elliptic curve P-256, for this machine's names, valid for ten
/// years. Clients that shall trust it take the file as their authority; it can sign no other.
public final class SelfSigned {
    private static final Duration LIFE = Duration.ofDays(3650);
    /// Clocks of devices lag.
    private static final Duration EARLIER = Duration.ofDays(1);

    private SelfSigned() {}

    public static Path certificate(Path folder) {
        return folder.resolve("tls").resolve("server.crt");
    }

    public static Path key(Path folder) {
        return folder.resolve("tls").resolve("server.key");
    }

    /// Makes certificate and key unless they are there.
    public static void makeIfMissing(Path folder, SecureRandom random, Instant now) throws IOException {
        if (Files.exists(certificate(folder)) && Files.exists(key(folder))) {
            return;
        }
        OwnerOnly.folder(folder.resolve("tls"));
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X509CertificateHolder certificate = sign(pair, random, now);
            OwnerOnly.write(key(folder), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            OwnerOnly.write(certificate(folder), pem("CERTIFICATE", certificate.getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("no certificate could be made: " + e, e);
        }
    }

    private static X509CertificateHolder sign(KeyPair pair, SecureRandom random, Instant now)
            throws IOException, OperatorCreationException {
        X500Name name = new X500Name("CN=" + hostNames().getFirst() + ",O=Hongyan (self-signed)");
        return new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(120, random).setBit(120),
                        Date.from(now.minus(EARLIER)),
                        Date.from(now.plus(LIFE)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                .addExtension(Extension.subjectAlternativeName, false, names())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static GeneralNames names() {
        List<GeneralName> names = new ArrayList<>();
        hostNames().forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
        names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
        names.add(new GeneralName(GeneralName.iPAddress, "::1"));
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }

    private static List<String> hostNames() {
        List<String> names = new ArrayList<>(List.of("localhost"));
        try {
            String own = InetAddress.getLocalHost().getHostName();
            if (own.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?") && !own.matches("[0-9.]+|localhost")) {
                names.add(own);
            }
        } catch (UnknownHostException _) {
            // A machine that does not know its own name is reached by localhost and addresses.
        }
        return names;
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
