package io.hongyan.transport.certificate;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
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

/// A CA of tests, and what it issues.
public final class TestAuthority {
    private static final AtomicLong SERIALS = new AtomicLong(0x7fff_ffff_0000L);

    private final TestIdentity own;
    private final boolean root;

    private TestAuthority(TestIdentity own, boolean root) {
        this.own = own;
        this.root = root;
    }

    /// What is issued.
    ///
    /// @param kind of its key as [TestKeys] has it; with `/SHA1` after it that is the hash of its signature, and with
    ///     `/SHA1/PSS` that of one by RSASSA-PSS
    /// @param ca whether it may issue others
    /// @param purpose of its extended key usage; null = it has none
    /// @param pathLength how many authorities may stand below it; -1 = any number
    /// @param hosts DNS names; empty = it has no alternative names
    public record Wish(
            String name,
            String kind,
            boolean ca,
            KeyPurposeId purpose,
            BigInteger serial,
            Instant from,
            Instant to,
            int pathLength,
            List<String> hosts) {
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
                    -1,
                    List.of());
        }

        public static Wish authority(String name, String kind) {
            Wish wish = device(name, kind);
            return new Wish(name, kind, true, null, wish.serial(), wish.from(), wish.to(), -1, List.of());
        }

        public static Wish server(String host) {
            return server("EC", List.of(host));
        }

        /// @param hosts whose first is the common name, too
        public static Wish server(String kind, List<String> hosts) {
            Wish wish = device(hosts.getFirst(), kind).purpose(KeyPurposeId.id_kp_serverAuth);
            return new Wish(wish.name, kind, false, wish.purpose, wish.serial, wish.from, wish.to, -1, hosts);
        }

        public Wish name(String other) {
            return new Wish(other, kind, ca, purpose, serial, from, to, pathLength, hosts);
        }

        public Wish purpose(KeyPurposeId other) {
            return new Wish(name, kind, ca, other, serial, from, to, pathLength, hosts);
        }

        /// Of an authority.
        public Wish pathLength(int other) {
            return new Wish(name, kind, ca, purpose, serial, from, to, other, hosts);
        }

        public Wish serial(BigInteger other) {
            return new Wish(name, kind, ca, purpose, other, from, to, pathLength, hosts);
        }

        public Wish valid(Instant begin, Instant end) {
            return new Wish(name, kind, ca, purpose, serial, begin, end, pathLength, hosts);
        }
    }

    public static TestAuthority root(String name, String kind) {
        return root(Wish.authority(name, kind));
    }

    public static TestAuthority root(Wish wish) {
        return of(TestKeys.pair(wish.kind()), wish);
    }

    /// One that signs itself with a key that is there already.
    public static TestAuthority of(KeyPair pair, Wish wish) {
        X509Certificate signed = certificate(wish, pair, new X500Principal("CN=" + wish.name()), pair);
        return new TestAuthority(new TestIdentity(pair, List.of(signed)), true);
    }

    /// An authority below this one.
    public TestAuthority below(String name, String kind) {
        return below(Wish.authority(name, kind));
    }

    public TestAuthority below(Wish wish) {
        return new TestAuthority(issue(wish), false);
    }

    /// A certificate with its chain, without this authority if that is a root.
    public TestIdentity issue(Wish wish) {
        KeyPair pair = TestKeys.pair(wish.kind());
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate(wish, pair, own.certificate().getSubjectX500Principal(), own.pair()));
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
            if (!wish.hosts().isEmpty()) {
                builder.addExtension(Extension.subjectAlternativeName, false, names(wish.hosts()));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(TestKeys.signer(wish.kind(), signer.getPrivate())));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames names(List<String> hosts) {
        return new GeneralNames(hosts.stream()
                .map(host -> new GeneralName(GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }
}
