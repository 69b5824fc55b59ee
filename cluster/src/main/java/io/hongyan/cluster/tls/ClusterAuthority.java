package io.hongyan.cluster.tls;

import io.hongyan.broker.message.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// The authority of one cluster: a key that vouches for its nodes and for nobody else. Whoever has the key can make a
/// node, so it is needed, and should lie, only where nodes are made. One thread.
public final class ClusterAuthority {
    /// How long the authority itself is valid.
    public static final Duration LIFE = Duration.ofDays(3650);
    /// How long a node's certificate is valid, unless something else is asked for.
    public static final Duration NODE_LIFE = Duration.ofDays(365);

    private static final String SIGNATURE = "SHA256withECDSA";
    /// The clocks of nodes differ.
    private static final Duration EARLIER = Duration.ofDays(1);
    /// A common name has at most 64 characters (RFC 5280, appendix A.1).
    private static final String NODE_NAME = "[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final SecureRandom random;
    private final Clock clock;

    private ClusterAuthority(X509Certificate certificate, PrivateKey key, SecureRandom random, Clock clock) {
        this.certificate = certificate;
        this.key = key;
        this.random = random;
        this.clock = clock;
    }

    /// Makes an authority: elliptic curve P-256, valid for ten years.
    ///
    /// @param cluster the id of the cluster, which stands in its name; 1 to 64 letters, digits, `.`, `_` and `-`
    public static ClusterAuthority create(String cluster, SecureRandom random, Clock clock) {
        checkName("the id of a cluster", cluster);
        try {
            KeyPair pair = pair(random);
            BigInteger serial = serial(random);
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, cluster)
                    .addRDN(BCStyle.OU, "authority " + serial.toString(16).substring(0, 8))
                    .addRDN(BCStyle.O, "Hongyan cluster")
                    .build();
            Instant now = Instant.ofEpochMilli(clock.wallMillis());
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name, serial, Date.from(now.minus(EARLIER)), Date.from(now.plus(LIFE)), name, pair.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return new ClusterAuthority(signed(builder, pair.getPrivate(), random), pair.getPrivate(), random, clock);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no authority could be made: " + e.getMessage(), e);
        }
    }

    /// Reads one from its folder.
    ///
    /// @throws IOException when the files cannot be read or used; the message names the file
    public static ClusterAuthority open(Path folder, SecureRandom random, Clock clock) throws IOException {
        Path file = certificateFile(folder);
        try {
            X509Certificate certificate = certificate(Files.readAllBytes(file));
            file = keyFile(folder);
            PrivateKey key = key(Files.readString(file, StandardCharsets.US_ASCII));
            return new ClusterAuthority(certificate, key, random, clock);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            FileSystemException unusable =
                    new FileSystemException(file.toString(), null, "it cannot be used: " + e.getMessage());
            unusable.initCause(e);
            throw unusable;
        }
    }

    /// Where the certificate lies in the folder of the authority.
    public static Path certificateFile(Path folder) {
        return folder.resolve("ca.crt");
    }

    /// Where the key lies in the folder of the authority.
    public static Path keyFile(Path folder) {
        return folder.resolve("ca.key");
    }

    /// Writes certificate and key into a folder, which is made if it is missing; only the owner can read them.
    ///
    /// @throws FileAlreadyExistsException when there is one already: nodes that know it would not know this one
    public void write(Path folder) throws IOException {
        for (Path file : new Path[] {certificateFile(folder), keyFile(folder)}) {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString(), null, "there is an authority already");
            }
        }
        OwnerFiles.folder(folder);
        OwnerFiles.write(keyFile(folder), Pem.of("PRIVATE KEY", key.getEncoded()));
        OwnerFiles.write(certificateFile(folder), pem());
    }

    /// Its certificate, in PEM.
    public String pem() {
        return Pem.of(certificate);
    }

    /// Makes key and certificate of a node, for links that it opens and that it takes, valid for a year. Issuing again
    /// renews it.
    ///
    /// @param node its name: 1 to 64 letters, digits, `.`, `_` and `-`, the first and the last one a letter or digit
    public NodeCertificate issue(String node) {
        return issue(node, NODE_LIFE);
    }

    /// The same, for another time; never for longer than the authority itself.
    public NodeCertificate issue(String node, Duration life) {
        checkName("the name of a node", node);
        try {
            KeyPair pair = pair(random);
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.CN, node)
                    .addRDN(BCStyle.O, "Hongyan cluster")
                    .build();
            Instant now = Instant.ofEpochMilli(clock.wallMillis());
            Instant last = certificate.getNotAfter().toInstant();
            Instant end = now.plus(life);
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    new JcaX509CertificateHolder(certificate).getSubject(),
                    serial(random),
                    Date.from(now.minus(EARLIER)),
                    Date.from(end.isBefore(last) ? end : last),
                    name,
                    pair.getPublic());
            extend(builder, node, pair);
            return new NodeCertificate(
                    node,
                    Pem.of(signed(builder, key, random)),
                    Pem.of("PRIVATE KEY", pair.getPrivate().getEncoded()),
                    pem());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate could be made: " + e.getMessage(), e);
        }
    }

    private void extend(X509v3CertificateBuilder builder, String node, KeyPair pair)
            throws IOException, GeneralSecurityException {
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        builder.addExtension(
                Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName(GeneralName.dNSName, node)));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(pair.getPublic()));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(certificate.getPublicKey()));
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey signer, SecureRandom random)
            throws GeneralSecurityException, IOException {
        try {
            return certificate(builder.build(new JcaContentSignerBuilder(SIGNATURE)
                            .setSecureRandom(random)
                            .build(signer))
                    .getEncoded());
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair pair(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static BigInteger serial(SecureRandom random) {
        return new BigInteger(120, random).setBit(120);
    }

    private static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static void checkName(String what, String name) {
        if (!name.matches(NODE_NAME)) {
            throw new IllegalArgumentException(what + " has 1 to 64 letters, digits, dots, underscores and dashes, the"
                    + " first and the last one a letter or digit, unlike \"" + name + "\"");
        }
    }
}
