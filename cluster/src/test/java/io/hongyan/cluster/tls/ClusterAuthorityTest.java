package io.hongyan.cluster.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.message.Clock;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a cluster's authority makes.
class ClusterAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");
    private static final Clock CLOCK = new Clock() {
        @Override
        public long wallMillis() {
            return NOW.toEpochMilli();
        }

        @Override
        public long steadyMillis() {
            return 0;
        }
    };

    @TempDir
    Path folder;

    private static ClusterAuthority authority() {
        return ClusterAuthority.create("geese", new SecureRandom(), CLOCK);
    }

    private static X509Certificate read(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Duration life(X509Certificate certificate) {
        return Duration.between(NOW, certificate.getNotAfter().toInstant());
    }

    @Test
    void an_authority_vouches_for_nodes_alone_for_ten_years() throws Exception {
        X509Certificate certificate = read(authority().pem());
        certificate.verify(certificate.getPublicKey());
        assertThat(certificate.getBasicConstraints()).isZero(); // it signs no other authority
        assertThat(life(certificate)).isEqualTo(Duration.ofDays(3650));
        assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=geese", "O=Hongyan cluster");
        assertThat(((ECPublicKey) certificate.getPublicKey()).getParams().toString())
                .contains("secp256r1");
    }

    @Test
    void a_node_has_a_certificate_for_both_ways_and_for_its_name() throws Exception {
        ClusterAuthority authority = authority();
        X509Certificate certificate = read(authority.issue("anser_1.north").certificate());
        certificate.verify(read(authority.pem()).getPublicKey());
        assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, "anser_1.north"));
        assertThat(certificate.getSubjectX500Principal().getName()).contains("CN=anser_1.north");
        assertThat(certificate.getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(life(certificate)).isEqualTo(Duration.ofDays(365));
        assertThat(life(read(authority.issue("a", Duration.ofDays(10_000)).certificate())))
                .isEqualTo(Duration.ofDays(3650)); // not longer than the authority
        X509Certificate other = read(authority().pem());
        assertThatThrownBy(() -> certificate.verify(other.getPublicKey())).isInstanceOf(SignatureException.class);
    }

    @Test
    void an_authority_that_was_written_goes_on_after_it_is_read() throws Exception {
        ClusterAuthority before = authority();
        Path own = folder.resolve("deep/ca");
        before.write(own);
        ClusterAuthority after = ClusterAuthority.open(own, new SecureRandom(), CLOCK);
        X509Certificate node = read(after.issue("a").certificate());
        node.verify(read(before.pem()).getPublicKey());
        assertThatThrownBy(() -> authority().write(own)).isInstanceOf(FileAlreadyExistsException.class);
        Files.writeString(ClusterAuthority.keyFile(own), "rubbish");
        assertThatThrownBy(() -> ClusterAuthority.open(own, new SecureRandom(), CLOCK))
                .hasMessageContaining("ca.key");
    }

    @Test
    void only_the_owner_can_read_what_is_written() throws Exception {
        ClusterAuthority authority = authority();
        authority.write(folder.resolve("ca"));
        NodeCertificate node = authority.issue("a");
        node.write(folder.resolve("node"));
        for (String file : List.of("ca/ca.key", "ca/ca.crt", "node/node.key", "node/node.crt", "node/ca.crt")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("ca"))))
                .isEqualTo("rwx------");
        assertThat(node.toString()).doesNotContain("KEY");
        try (Stream<Path> left = Files.list(folder.resolve("node"))) {
            assertThat(left).hasSize(3); // nothing is left over
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a",
                "a b",
                "-a",
                "a-",
                "a\n",
                "ä",
                "*.a",
                "0123456789012345678901234567890123456789" + "0123456789012345678901234"
            })
    void a_name_that_no_node_has_is_refused(String name) {
        assertThatThrownBy(() -> authority().issue(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the name of a node");
    }
}
