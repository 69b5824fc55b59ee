package io.hongyan.transport.tls;

import io.hongyan.transport.CertificateKey;
import io.hongyan.transport.FileReason;
import io.hongyan.transport.TransportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A certificate chain and the key that belongs to it, read from PEM files. A pair that does not belong together would
/// break every handshake, so it is refused here.
///
/// @param chain the own certificate first
public record PemIdentity(PrivateKey key, List<X509Certificate> chain) {
    /// Other blocks, such as the key, may stand in the same file.
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN (X509 )?CERTIFICATE-----.*?-----END (X509 )?CERTIFICATE-----", Pattern.DOTALL);

    private static final byte[] CHALLENGE = "do they belong together?".getBytes(StandardCharsets.US_ASCII);

    private static final PSSParameterSpec PSS_SHA256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    public PemIdentity {
        chain = List.copyOf(chain);
    }

    /// @throws TransportException when they cannot be used; the message names the file and what to do
    public static PemIdentity read(Path certificates, Path key) {
        List<X509Certificate> chain = certificates(certificates);
        checkKind(certificates.toString(), chain.getFirst());
        return of(certificates.toString(), chain, key.toString(), PemKey.read(key));
    }

    /// @param name of the pair, for messages
    /// @throws TransportException when they cannot be used
    public static PemIdentity of(String name, String certificates, String key) {
        List<X509Certificate> chain = certificates(name, certificates);
        checkKind(name, chain.getFirst());
        return of(name, chain, name, PemKey.of(name, key));
    }

    /// Before the key is read, which would be refused for a reason that is none.
    private static void checkKind(String name, X509Certificate own) {
        String fault = CertificateKey.fault(own.getPublicKey());
        if (fault != null) {
            throw new TransportException("certificate " + name + " " + fault);
        }
    }

    private static PemIdentity of(String certificates, List<X509Certificate> chain, String key, PrivateKey privateKey) {
        if (!belong(privateKey, chain.getFirst().getPublicKey())) {
            throw new TransportException(
                    "the key " + key + " does not belong to the certificate " + certificates + why(privateKey, chain));
        }
        return new PemIdentity(privateKey, chain);
    }

    private static String why(PrivateKey key, List<X509Certificate> chain) {
        for (int i = 1; i < chain.size(); i++) {
            if (belong(key, chain.get(i).getPublicKey())) {
                return ": it belongs to number " + (i + 1) + " of the certificates in that file; move that one to the"
                        + " beginning";
            }
        }
        return ": they are of different pairs";
    }

    /// Reads all certificates of a file, 1 or more.
    ///
    /// @throws TransportException when there are none that can be used; the message names the file
    public static List<X509Certificate> certificates(Path file) {
        try {
            return certificates(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new TransportException("cannot read the certificates of " + file + ": " + FileReason.of(e), e);
        }
    }

    private static List<X509Certificate> certificates(String file, String text) {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            Matcher block = CERTIFICATE.matcher(text);
            while (block.find()) {
                byte[] pem = block.group().getBytes(StandardCharsets.ISO_8859_1);
                found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(pem)));
            }
        } catch (CertificateException e) {
            String fault = CertificateKey.fault(e);
            throw new TransportException(
                    "certificate number " + (found.size() + 1) + " in " + file + " "
                            + (fault == null ? "is damaged: " + e.getMessage() : fault),
                    e);
        }
        if (found.isEmpty()) {
            throw new TransportException("there is no certificate in " + file
                    + (text.contains("PRIVATE KEY-----") ? ", but a private key: are the two files swapped?" : "")
                    + "; in PEM it begins with BEGIN CERTIFICATE. If the file is in DER: openssl x509 -inform DER -in "
                    + file + " -out cert.pem");
        }
        return found;
    }

    /// Whether what the key signs is verified with the public key.
    public static boolean belong(PrivateKey key, PublicKey certified) {
        try {
            Signature signer = signature(key);
            signer.initSign(key);
            signer.update(CHALLENGE);
            byte[] signature = signer.sign();
            Signature verifier = signature(key);
            verifier.initVerify(certified);
            verifier.update(CHALLENGE);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // another kind of key
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "RSASSA-PSS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                AlgorithmParameterSpec own = key instanceof RSAKey rsa ? rsa.getParams() : null;
                pss.setParameter(own == null ? PSS_SHA256 : own);
                yield pss;
            }
            default -> Signature.getInstance(key.getAlgorithm());
        };
    }

    public X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }
}
