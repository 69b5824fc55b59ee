package io.hongyan.cloud.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cloud.Stage;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaRegistrationTest {
    private static final String OTHER = "mqtt-other";

    private final Stage stage = new Stage();
    private final Certificates certificates = stage.cloud.certificates();
    private final Instant now = Instant.ofEpochMilli(stage.clock.wallMillis());
    private final TestAuthority root = TestAuthority.root(authority("root", "EC"));

    private Wish authority(String name, String kind) {
        return Wish.authority(name, kind).valid(now.minus(Duration.ofDays(9)), now.plus(Duration.ofDays(9)));
    }

    private Wish device(String name, String kind) {
        return Wish.device(name, kind).valid(now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2)));
    }

    private CaCertificate register(String instance, TestAuthority ca) {
        String code = certificates.registration().code(instance);
        String proof = ca.issue(device(code, "EC")).pem();
        return certificates.registration().register(instance, "CA", ca.pem(), proof);
    }

    @Test
    void a_ca_is_registered_with_proof_of_its_key_alone() {
        String code = certificates.registration().code(Stage.INSTANCE);
        assertThat(certificates.registration().code(Stage.INSTANCE))
                .isEqualTo(code)
                .matches("[0-9a-f]{64}");
        assertThat(certificates.registration().code(OTHER)).isNotEqualTo(code);
        String proof = root.issue(device(code, "EC")).pem();
        assertRefused(
                CertificateRefusal.Kind.WRONG_CODE,
                root.pem(),
                root.issue(device("x", "EC")).pem());
        TestAuthority stranger = TestAuthority.root(authority("root", "EC"));
        assertRefused(CertificateRefusal.Kind.INVALID, stranger.pem(), proof);
        assertRefused(
                CertificateRefusal.Kind.INVALID, root.issue(device("x", "EC")).pem(), proof);
        assertRefused(CertificateRefusal.Kind.INVALID, "no certificate", proof);
        assertRefused(CertificateRefusal.Kind.INVALID, root.pem().replace('A', 'B'), proof);
        assertRefused(CertificateRefusal.Kind.INVALID, root.pem(), "-----BEGIN CERTIFICATE-----\nAAAA\n");
        Wish old = Wish.authority("old", "EC").valid(now.minus(Duration.ofDays(9)), now.minusSeconds(1));
        TestAuthority expired = TestAuthority.root(old);
        assertRefused(
                CertificateRefusal.Kind.INVALID,
                expired.pem(),
                expired.issue(device(code, "EC")).pem());
        assertThat(certificates.authorities().list(Stage.INSTANCE)).isEmpty();
        CaCertificate made = certificates.registration().register(Stage.INSTANCE, "CA", root.pem(), proof);
        assertThat(made.sn()).isEqualTo(root.sn());
        assertThat(made.content()).isEqualTo(root.pem());
        assertThat(made.verification()).isEqualTo(proof);
        assertRefused(CertificateRefusal.Kind.EXISTS, root.pem(), proof);
    }

    private void assertRefused(CertificateRefusal.Kind kind, String content, String proof) {
        assertThatThrownBy(() -> certificates.registration().register(Stage.INSTANCE, "CA", content, proof))
                .isInstanceOfSatisfying(
                        CertificateRefusal.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    RSA1024 | has an RSA key of 1024 bits; the least is 2048
                    DSA | has a DSA key, which cannot be used here; take P-256,
                    EC-secp224r1 | has an EC key on the curve secp224r1, which cannot be used here; take P-256, P-384,
                    EC-secp256k1 | has an EC key on the curve secp256k1, which cannot be used here; take P-256, P-384,
                    EC-brainpoolP256r1 | has an EC key on the curve brainpoolP256r1, which cannot be used here; take
                    RSA/SHA1 | is signed with SHA1withRSA; the least is SHA-256
                    RSA/MD5 | is signed with MD5withRSA; the least is SHA-256
                    EC/SHA1 | is signed with SHA1withECDSA; the least is SHA-256
                    RSA/SHA224 | is signed with SHA224withRSA; the least is SHA-256
                    EC/SHA3-224 | is signed with SHA3-224withECDSA; the least is SHA-256
                    RSA/RIPEMD160 | is signed with 1.3.36.3.3.1.2; the least is SHA-256
                    RSA/SHA224/PSS | is signed with SHA-224 and RSASSA-PSS; the least is SHA-256
                    """)
    void a_weak_ca_and_one_that_java_cannot_use_are_refused(String kind, String why) {
        TestAuthority weak = TestAuthority.root(authority("weak", kind));
        assertThatThrownBy(() -> register(Stage.INSTANCE, weak))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageStartingWith("the CA certificate " + why);
        assertThat(certificates.authorities().list(Stage.INSTANCE)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RSA/SHA384",
                "RSA/SHA512",
                "RSA/SHA512(256)",
                "RSA/SHA3-256",
                "RSA/SHA256/PSS",
                "RSA/SHA3-512/PSS",
                "EC/SHA512",
                "EC/SHA3-384",
                "Ed25519",
                "Ed448"
            })
    void a_ca_is_taken_with_each_signature_that_is_strong_enough(String kind) {
        TestAuthority strong = TestAuthority.root(authority("strong", kind));
        assertThat(register(Stage.INSTANCE, strong).sn()).isEqualTo(strong.sn());
    }

    @Test
    void a_ca_that_java_cannot_read_for_its_curve_is_refused_for_that() {
        String unknown = TestAuthority.root("curve", "EC-brainpoolP256r1").own().pemOnUnknownCurve();
        assertThatThrownBy(() -> certificates.registration().register(Stage.INSTANCE, "CA", unknown, root.pem()))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageStartingWith("the CA certificate has an EC key on an unknown curve, which cannot be used");
    }

    @Test
    void a_proof_whose_signature_cannot_be_checked_is_refused_for_that() {
        TestAuthority ca = TestAuthority.root(authority("root", "RSA"));
        String code = certificates.registration().code(Stage.INSTANCE);
        String proof = ca.issue(device(code, "RSA/RIPEMD160")).pem();
        assertThatThrownBy(() -> certificates.registration().register(Stage.INSTANCE, "CA", ca.pem(), proof))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessage("the verification certificate is signed with 1.3.36.3.3.1.2; the least is SHA-256 with RSA,"
                        + " RSASSA-PSS or ECDSA, or Ed25519, Ed448; others are not checked here");
    }

    @Test
    void the_name_of_a_proof_is_shown_without_control_characters() {
        String proof = root.issue(device("a\u001b[2Jb", "EC")).pem();
        assertThatThrownBy(() -> certificates.registration().register(Stage.INSTANCE, "CA", root.pem(), proof))
                .hasMessageContaining("has the common name a\\u001b[2Jb, not the registration code");
    }

    @Test
    void an_instance_has_a_hundred_cas_at_most() {
        for (int i = 0; i < CaCertificates.MOST; i++) {
            register(Stage.INSTANCE, TestAuthority.root(authority("ca " + i, "EC")));
        }
        assertThatThrownBy(() -> register(Stage.INSTANCE, root))
                .isInstanceOfSatisfying(
                        CertificateRefusal.class, e -> assertThat(e.kind()).isEqualTo(CertificateRefusal.Kind.FULL));
        certificates.deleteCa(
                Stage.INSTANCE,
                certificates.authorities().list(Stage.INSTANCE).getFirst().sn());
        register(Stage.INSTANCE, root);
    }

    @Test
    void serial_numbers_are_found_however_they_are_written() {
        Wish wish = authority("root", "EC").serial(new BigInteger("00f2ab01", 16));
        TestAuthority ca = TestAuthority.root(wish);
        register(Stage.INSTANCE, ca);
        assertThat(ca.sn()).isEqualTo("00f2ab01");
        for (String written : List.of("00f2ab01", "F2AB01", "f2:ab:01", "0000f2ab01")) {
            assertThat(certificates.authorities().find(Stage.INSTANCE, written)).isPresent();
        }
        for (String written : List.of("", "x", "f2ab02", "f".repeat(200))) {
            assertThat(certificates.authorities().find(Stage.INSTANCE, written)).isEmpty();
        }
    }

    @Test
    void nothing_changes_where_there_is_nothing() {
        assertThatThrownBy(() -> certificates.deleteCa(Stage.INSTANCE, "01"))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageContaining("no CA certificate with the serial number 01");
        assertThatThrownBy(() -> certificates.authorities().activate(Stage.INSTANCE, "01", true))
                .isInstanceOf(CertificateRefusal.class);
        assertThatThrownBy(() -> certificates.devices().activate(Stage.INSTANCE, "01", "02", true))
                .isInstanceOf(CertificateRefusal.class)
                .hasMessageContaining("no certificate of a device");
        assertThatThrownBy(() -> certificates.devices().delete(Stage.INSTANCE, "01", "02"))
                .isInstanceOf(CertificateRefusal.class);
    }
}
