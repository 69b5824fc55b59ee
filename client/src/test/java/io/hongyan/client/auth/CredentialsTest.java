package io.hongyan.client.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    /// The example of RFC 7677, chapter 3.
    @Test
    void scram_gives_the_proof_of_the_standards_example_and_knows_the_server_by_its_own() {
        EnhancedAuth exchange = Scram.exchange("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
        assertThat(exchange.method()).isEqualTo("SCRAM-SHA-256");
        assertThat(exchange.first()).asString().isEqualTo("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        byte[] answer = exchange.answer(
                ("r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," + "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
                        .getBytes(UTF_8));
        assertThat(answer)
                .asString()
                .isEqualTo("c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
        exchange.accepted("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".getBytes(UTF_8));
        assertThatThrownBy(() -> exchange.accepted("v=AAAA".getBytes(UTF_8))).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> exchange.accepted(null)).isInstanceOf(SecurityException.class);
    }

    @Test
    void scram_believes_no_server_that_makes_it_cheap() {
        EnhancedAuth exchange = Scram.exchange("a,b=c", "pencil", "abc");
        assertThat(exchange.first()).asString().isEqualTo("n,,n=a=2Cb=3Dc,r=abc");
        for (String challenge : List.of(
                "",
                "r=abc,s=AAAA,i=4096",
                "r=xyz1,s=AAAA,i=4096",
                "r=abc1,s=AAAA,i=1",
                "r=abc1,i=4096",
                "r=abc1,s=*,i=4096")) {
            assertThatThrownBy(() -> exchange.answer(challenge.getBytes(UTF_8)))
                    .as(challenge)
                    .isInstanceOf(SecurityException.class);
        }
    }

    @Test
    void a_signature_is_the_client_id_signed_with_the_secret() {
        Login login = CloudSignature.of("ak", "sk", "post-cn-1").login("GID_x@@@dev1");
        assertThat(login.username()).isEqualTo("Signature|ak|post-cn-1");
        assertThat(login.password()).asString().isEqualTo("PwPERVdLdZP6i59gPHC/kTzbICY=");
        assertThat(CloudSignature.ofDevice("dk", "ds", "i").login("c").username())
                .isEqualTo("DeviceCredential|dk|i");
        assertThat(CloudSignature.of("ak", "very-secret", "i")).asString().doesNotContain("very-secret");
        assertThatThrownBy(() -> CloudSignature.of("ak", "sk", "i").login("")).hasMessageContaining("clientId");
        assertThatThrownBy(() -> CloudSignature.of("a|k", "sk", "i")).hasMessageContaining("accessKey");
    }

    @Test
    void tokens_are_asked_for_at_each_login() throws Exception {
        List<TokenCredentials.Token> tokens =
                List.of(new TokenCredentials.Token("R", "one"), new TokenCredentials.Token("W", "two"));
        TokenCredentials credentials = TokenCredentials.of("ak", "i", () -> tokens);
        Login login = credentials.login("c");
        assertThat(login.username()).isEqualTo("Token|ak|i");
        assertThat(login.password()).asString().isEqualTo("R|one|W|two");
        assertThatThrownBy(() -> new TokenCredentials.Token("X", "t")).hasMessageContaining("R, W or RW");
        assertThatThrownBy(() -> TokenCredentials.of("ak", "i", List::of).login("c"))
                .hasMessageContaining("no token");
    }
}
