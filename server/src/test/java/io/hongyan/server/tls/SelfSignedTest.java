package io.hongyan.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a certificate that clients can check, with the key that belongs to it.
class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void the_certificate_names_this_machine_and_holds_for_years() throws Exception {
        SelfSigned.makeIfMissing(folder, new SecureRandom(), NOW);
        X509Certificate certificate = certificate();
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity(Date.from(NOW));
        certificate.checkValidity(Date.from(Instant.parse("2036-11-01T00:00:00Z")));
        assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(certificate.getSubjectAlternativeNames().stream().<Object>map(name -> name.get(1)))
                .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
    }

    @Test
    void a_library_reads_it_and_would_write_the_same() throws Exception {
        SelfSigned.makeIfMissing(folder, new SecureRandom(), NOW);
        byte[] encoded = certificate().getEncoded();
        assertThat(ASN1Primitive.fromByteArray(encoded).getEncoded(ASN1Encoding.DER))
                .isEqualTo(encoded);
        X509CertificateHolder read = new X509CertificateHolder(encoded);
        Extensions extensions = read.getExtensions();
        assertThat(read.getIssuer()).isEqualTo(read.getSubject());
        assertThat(read.getSubject().getRDNs(BCStyle.CN)).hasSize(1);
        assertThat(BasicConstraints.fromExtensions(extensions).isCA()).isFalse();
        assertThat(KeyUsage.fromExtensions(extensions)).isEqualTo(new KeyUsage(KeyUsage.digitalSignature));
        assertThat(ExtendedKeyUsage.fromExtensions(extensions).getUsages())
                .containsExactly(KeyPurposeId.id_kp_serverAuth);
        assertThat(GeneralNames.fromExtensions(extensions, Extension.subjectAlternativeName)
                        .getNames())
                .contains(
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.iPAddress, "::1"));
    }

    @Test
    void the_key_belongs_to_the_certificate_and_to_the_owner() throws Exception {
        SelfSigned.makeIfMissing(folder, new SecureRandom(), NOW);
        String pem = Files.readString(SelfSigned.key(folder)).replaceAll("-----[A-Z ]+-----|\n", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update((byte) 1);
        byte[] signed = signature.sign();
        signature.initVerify(certificate());
        signature.update((byte) 1);
        assertThat(signature.verify(signed)).isTrue();
        for (Path file : List.of(SelfSigned.key(folder), SelfSigned.certificate(folder))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_certificate_that_is_there_stays() throws Exception {
        SelfSigned.makeIfMissing(folder, new SecureRandom(), NOW);
        X509Certificate first = certificate();
        SelfSigned.makeIfMissing(folder, new SecureRandom(), NOW);
        assertThat(certificate()).isEqualTo(first);
    }

    private X509Certificate certificate() throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(SelfSigned.certificate(folder))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
