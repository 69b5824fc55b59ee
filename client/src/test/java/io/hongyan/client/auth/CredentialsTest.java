package io.hongyan.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    @Test
    void scram_runs_anew_at_each_login_and_believes_no_server_without_an_answer() throws Exception {
        Credentials credentials = Scram.credentials("a,b=c", "pencil");
        EnhancedAuth exchange = credentials.login("c").exchange();
        assertThat(exchange.method()).isEqualTo("SCRAM-SHA-256");
        assertThat(exchange.first()).asString().startsWith("n,,n=a=2Cb=3Dc,r=");
        assertThat(credentials.login("c").exchange().first()).isNotEqualTo(exchange.first());
        assertThatThrownBy(() -> exchange.answer(null)).isInstanceOf(SecurityException.class);
        assertThatThrownBy(() -> exchange.accepted(null)).isInstanceOf(SecurityException.class);
    }

    @Test
    void a_signature_is_the_client_id_signed_with_the_secret() {
        Login login = CloudSignature.of("ak", "sk", "post-cn-1").login("GID_x@@@dev1");
        assertThat(login.username()).isEqualTo("Signature|ak|post-cn-1");
        assertThat(login.password()).asString().isEqualTo("PwPERVdLdZP6i59gPHC/kTzbICY=");
        assertThat(CloudSignature.ofDevice("dk", "ds", "i").login("c").username())
                .isEqualTo("DeviceCredential|dk|i");
        assertThat(CloudSignature.of("ak", "very-secret", "i")).asString().doesNotContain("very-secret");
        assertThatThrownBy(() -> CloudSignature.of("ak", "sk", "i").login("")).hasMessageContaining("client id");
        assertThatThrownBy(() -> CloudSignature.of("a|k", "sk", "i")).hasMessageContaining("AccessKey has a '|'");
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
        assertThatThrownBy(() -> TokenCredentials.of("ak", "", List::of)).hasMessageContaining("instance id is empty");
        assertThatThrownBy(() -> TokenCredentials.of("ak", "i", List::of).login("c"))
                .hasMessageContaining("no token");
    }
}
