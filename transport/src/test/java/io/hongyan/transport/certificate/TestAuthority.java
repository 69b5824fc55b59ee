package io.hongyan.transport.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A CA of tests, and what it issues.
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(0x7fff_ffff_0000L);

    private final TestIdentity own;

    private TestAuthority(TestIdentity own) {
        this.own = own;
    }

    /// What is issued.
    ///
    /// @param kind of its key: `RSA`, `EC` or `DSA`; `RSA1024` is a weak one, and with `/SHA1` or `/MD5` after it the
    ///     signature is weak
    /// @param ca whether it may issue others
    /// @param purpose of its extended key usage; null = it has none
    /// @param pathLength how many authorities may stand below it; -1 = any number
    public record Wish(
            String name,
            String kind,
            boolean ca,
            KeyPurposeId purpose,
            BigInteger serial,
            Instant from,
            Instant to,
            int pathLength) {
        public static Wish device(String name, String kind) {
            Instant now = Instant.now();
            return new Wish(
                    name,
                    kind,
                    false,
                    KeyPurposeId.id_kp_clientAuth,
                    BigInteger.valueOf(SERIALS.incrementAndGet()),
                    now.minus(Duration.ofDays(1)),
                    now.plus(Duration.ofDays(1)),
                    -1);
        }

        public static Wish authority(String name, String kind) {
            Wish wish = device(name, kind);
            return new Wish(name, kind, true, null, wish.serial(), wish.from(), wish.to(), -1);
        }

        public static Wish server(String host) {
            return device(host, "EC").purpose(KeyPurposeId.id_kp_serverAuth);
        }

        public Wish purpose(KeyPurposeId other) {
            return new Wish(name, kind, ca, other, serial, from, to, pathLength);
        }

        /// Of an authority.
        public Wish pathLength(int other) {
            return new Wish(name, kind, ca, purpose, serial, from, to, other);
        }

        public Wish serial(BigInteger other) {
            return new Wish(name, kind, ca, purpose, other, from, to, pathLength);
        }

        public Wish valid(Instant begin, Instant end) {
            return new Wish(name, kind, ca, purpose, serial, begin, end, pathLength);
        }
    }

    public static TestAuthority root(String name, String kind) {
        return root(Wish.authority(name, kind));
    }

    public static TestAuthority root(Wish wish) {
        return of(pair(wish.kind()), wish);
    }

    /// One that signs itself with a key that is there already.
    public static TestAuthority of(KeyPair pair, Wish wish) {
        return new TestAuthority(new TestIdentity(
                pair, List.of(certificate(wish, pair, new X500Principal("CN=" + wish.name()), pair))));
    }

    /// An authority below this one.
    public TestAuthority below(String name, String kind) {
        return new TestAuthority(issue(Wish.authority(name, kind)));
    }

    public TestAuthority below(Wish wish) {
        return new TestAuthority(issue(wish));
    }

    /// A certificate with its chain, without this authority if that is a root.
    public TestIdentity issue(Wish wish) {
        KeyPair pair = pair(wish.kind());
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate(wish, pair, own.certificate().getSubjectX500Principal(), own.pair()));
        boolean root = own.certificate()
                .getSubjectX500Principal()
                .equals(own.certificate().getIssuerX500Principal());
        chain.addAll(root ? List.of() : own.chain());
        return new TestIdentity(pair, chain);
    }

    public TestIdentity device(String name, String kind) {
        return issue(Wish.device(name, kind));
    }

    /// The certificate that proves possession of the key.
    public String verification(String code) {
        return device(code, "EC").pem();
    }

    public TestIdentity own() {
        return own;
    }

    public String pem() {
        return own.pem();
    }

    public String sn() {
        return own.sn();
    }

    private static KeyPair pair(String kind) {
        try {
            String key = kind.replaceFirst("/.*", "");
            KeyPairGenerator generator = KeyPairGenerator.getInstance(key.replace("1024", ""));
            generator.initialize(key.equals("EC") ? 256 : key.endsWith("1024") ? 1024 : 2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate certificate(Wish wish, KeyPair pair, X500Principal issuer, KeyPair signer) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    wish.serial(),
                    Date.from(wish.from()),
                    Date.from(wish.to()),
                    new X500Principal("CN=" + wish.name()),
                    pair.getPublic());
            builder.addExtension(
                    Extension.basicConstraints,
                    true,
                    wish.pathLength() < 0 ? new BasicConstraints(wish.ca()) : new BasicConstraints(wish.pathLength()));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(wish.ca() ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (wish.purpose() != null) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose()));
            }
            if (KeyPurposeId.id_kp_serverAuth.equals(wish.purpose())) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, wish.name())));
            }
            String hash = wish.kind().contains("/") ? wish.kind().replaceFirst(".*/", "") : "SHA256";
            String algorithm =
                    hash + "with" + signer.getPrivate().getAlgorithm().replaceFirst("^EC$", "ECDSA");
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
