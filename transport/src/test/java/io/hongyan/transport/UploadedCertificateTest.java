package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import io.hongyan.transport.endpoint.PemPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadedCertificateTest {
    private final TestAuthority root = TestAuthority.root("root", "EC");
    private final TestIdentity server = root.below("middle", "EC").issue(Wish.server("mqtt.example.com"));

    @Test
    void a_chain_and_its_key_are_a_pair() {
        assertThat(new PemPair("monday", server.chainPem(), server.keyPem()).chain())
                .isEqualTo(server.chain());
    }

    @Test
    void what_is_no_pair_is_refused_by_its_name_and_never_shows_the_key() {
        TestIdentity other = root.issue(Wish.server("mqtt.example.com"));
        for (PemPair wrong : List.of(
                new PemPair("monday", server.chainPem(), other.keyPem()),
                new PemPair("monday", server.keyPem(), server.chainPem()),
                new PemPair("monday", server.pem() + other.pem(), server.keyPem()), // which do not belong together
                new PemPair("monday", "", server.keyPem()),
                new PemPair("monday", server.chainPem(), ""),
                new PemPair(
                        "monday", server.chainPem(), server.keyPem().replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY")),
                new PemPair("monday", server.chainPem().substring(0, 200), server.keyPem()))) {
            assertThatThrownBy(wrong::check)
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("monday")
                    .hasMessageNotContaining(server.keyPem().lines().toList().get(1));
        }
        assertThat(new PemPair("monday", "", "secret").toString()).doesNotContain("secret");
    }

    @Test
    void a_key_that_java_cannot_use_is_refused_for_its_kind() {
        TestIdentity curve = root.issue(Wish.server("EC-secp256k1", List.of("mqtt.example.com")));
        assertThatThrownBy(new PemPair("monday", curve.chainPem(), curve.keyPem())::check)
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith(
                        "certificate monday has an EC key on the curve secp256k1, which cannot be used");
        TestIdentity unknown = root.issue(Wish.server("EC-brainpoolP256r1", List.of("mqtt.example.com")));
        assertThatThrownBy(new PemPair("monday", unknown.pemOnUnknownCurve(), unknown.keyPem())::check)
                .isInstanceOf(TransportException.class)
                .hasMessageStartingWith("certificate number 1 in monday has an EC key on an unknown curve, which");
        TestIdentity dsa = root.issue(Wish.server("DSA", List.of("mqtt.example.com")));
        assertThatThrownBy(new PemPair("monday", dsa.chainPem(), dsa.keyPem())::check)
                .hasMessageStartingWith("certificate monday has a DSA key, which cannot be used here; take P-256");
        for (String kind : List.of("RSA", "EC", "Ed25519", "Ed448", "EC-secp384r1", "EC-secp521r1")) {
            TestIdentity good = root.issue(Wish.server(kind, List.of("mqtt.example.com")));
            new PemPair("monday", good.chainPem(), good.keyPem()).check();
        }
    }
}
