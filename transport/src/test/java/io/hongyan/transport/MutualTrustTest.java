package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import io.hongyan.transport.endpoint.ClientEndpoint.Trust;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.ListenerOptions.ClientAuth;
import io.hongyan.transport.endpoint.ListenerOptions.Kind;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.mqtt.MqttFraming;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Two sides of one authority, which look at each other's names themselves.
class MutualTrustTest extends TwoLoops {
    private final TestAuthority authority = TestAuthority.root("ours", "EC");

    private TlsMaterial.Files written(String name, TestIdentity identity) throws Exception {
        return new TlsMaterial.Files(
                Files.writeString(folder.resolve(name + ".crt"), identity.chainPem()),
                Files.writeString(folder.resolve(name + ".key"), identity.keyPem()));
    }

    private Path authorityFile(TestAuthority which) throws Exception {
        return Files.writeString(folder.resolve(which.own().sn() + ".crt"), which.pem());
    }

    private int listen(Desk desk) throws Exception {
        TlsMaterial.Files own = written("server", authority.issue(Wish.server("node-b")));
        TlsMaterial material = TlsMaterial.pem(own, authorityFile(authority), Map.of());
        ListenerOptions usual = ListenerOptions.of("mutual", Kind.TLS, loopback(), material);
        return transport
                .listen(Listening.with(usual, false, ClientAuth.REQUIRED), desk)
                .address()
                .getPort();
    }

    private Connection connect(int port, Trust trust) {
        return transport
                .connect(endpoint(Kind.TLS, port, trust), transport.loops().getFirst(), MqttFraming.ANY, new Recorder())
                .join();
    }

    @Test
    void each_side_sees_the_certificate_of_the_other_whatever_its_name() throws Exception {
        Desk desk = new Desk();
        int port = listen(desk);
        TlsMaterial.Files client = written("client", authority.device("node-a", "EC"));
        Connection out = connect(port, Trust.ofAuthority(authorityFile(authority), client));
        assertThat(out.peer()
                        .certificates()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=node-b");
        assertThat(desk.next()
                        .peer()
                        .certificates()
                        .getFirst()
                        .getSubjectX500Principal()
                        .getName())
                .isEqualTo("CN=node-a");
        onLoop(out, out::close);
    }

    @Test
    void without_that_the_name_has_to_be_the_hosts() throws Exception {
        int port = listen(new Desk());
        TlsMaterial.Files client = written("client", authority.device("node-a", "EC"));
        assertThatThrownBy(() -> connect(port, new Trust(authorityFile(authority), client, false)))
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void a_certificate_of_another_authority_is_refused_whatever_its_name() throws Exception {
        Desk desk = new Desk();
        int port = listen(desk);
        TestAuthority other = TestAuthority.root("theirs", "EC");
        TlsMaterial.Files client = written("client", other.device("node-a", "EC"));
        assertThatThrownBy(() -> connect(port, Trust.ofAuthority(authorityFile(other), client)))
                .hasCauseInstanceOf(TransportException.class)
                .hasMessageContaining("cannot connect to 127.0.0.1:" + port);
        assertThat(desk.connections).isEmpty();
    }
}
