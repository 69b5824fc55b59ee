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
}
