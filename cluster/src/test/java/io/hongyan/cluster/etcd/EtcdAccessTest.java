package io.hongyan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.cluster.agree.Agreement;
import io.hongyan.cluster.agree.AgreementException;
import io.hongyan.cluster.agree.Entry;
import io.hongyan.cluster.agree.Transaction;
import io.hongyan.cluster.agree.Write;
import io.hongyan.cluster.etcd.EtcdOptions.Login;
import io.hongyan.cluster.etcd.EtcdOptions.Tls;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd that does not let everybody in.
class EtcdAccessTest {
    private static final int TIMEOUT = 20_000;

    @TempDir
    private Path folder;

    @BeforeEach
    void installed() {
        EtcdServer.assumeInstalled();
    }

    private static EtcdAgreement connect(String endpoint, @Nullable Login login, @Nullable Tls tls) {
        return new EtcdAgreement(new EtcdOptions(List.of(endpoint), "/test/", login, tls, TIMEOUT));
    }

    private static boolean answers(Agreement agreement) {
        return agreement.range("").handle((_, failure) -> failure == null).join();
    }

    private static void awaitAnswer(Agreement agreement) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> answers(agreement));
    }

    @Test
    void a_user_with_a_password_is_let_in_and_nobody_else_is() {
        try (EtcdServer server = EtcdServer.start(folder)) {
            server.post("/v3/auth/role/add", "{\"name\":\"root\"}");
            server.post("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"right\"}");
            server.post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
            server.post("/v3/auth/enable", "{}");
            try (EtcdAgreement in = connect(server.endpoint(), new Login("root", "right"), null);
                    EtcdAgreement wrong = connect(server.endpoint(), new Login("root", "wrong"), null);
                    EtcdAgreement none = connect(server.endpoint(), null, null)) {
                in.commit(Transaction.of(new Write.Put("a", "1", 0))).join();
                assertThat(in.range("").join().entries()).extracting(Entry::key).containsExactly("a");
                assertThatThrownBy(() -> wrong.range("").join())
                        .hasCauseInstanceOf(AgreementException.class)
                        .hasMessageEndingWith(": log in as root")
                        .hasMessageContaining("authentication failed");
                assertThatThrownBy(() -> none.range("").join())
                        .hasCauseInstanceOf(AgreementException.class)
                        .hasMessageContaining("user name is empty");

                // It forgets who has logged in.
                server.kill();
                server.launch();
                awaitAnswer(in);
            }
        }
    }

    @Test
    void tls_by_files_is_spoken_and_a_node_without_a_certificate_is_not_let_in() throws IOException {
        TestAuthority authority = TestAuthority.root("etcd", "EC");
        Path trusted = Files.writeString(folder.resolve("ca.pem"), authority.pem());
        // etcd shows it to itself as a client, too.
        TestIdentity own = authority.issue(Wish.server("localhost").purpose(null));
        Path certificate = Files.writeString(folder.resolve("server.pem"), own.chainPem());
        Path key = Files.writeString(folder.resolve("server.key"), own.keyPem());
        TestIdentity node = authority.device("node", "EC");
        Path nodeCertificate = Files.writeString(folder.resolve("node.pem"), node.chainPem());
        Path nodeKey = Files.writeString(folder.resolve("node.key"), node.keyPem());
        var server = new EtcdServer(
                "tls",
                folder,
                "--cert-file=" + certificate,
                "--key-file=" + key,
                "--trusted-ca-file=" + trusted,
                "--client-cert-auth");
        String endpoint = server.endpoint().replace("127.0.0.1", "localhost");
        try (server;
                EtcdAgreement in = connect(endpoint, null, new Tls(trusted, nodeCertificate, nodeKey));
                EtcdAgreement out = connect(endpoint, null, new Tls(trusted, null, null))) {
            server.launch();
            awaitAnswer(in);
            assertThat(answers(out)).isFalse();
        }
    }

    @Test
    void tls_files_that_are_not_there_are_told() {
        Path missing = folder.resolve("missing.pem");
        assertThatThrownBy(() -> connect("localhost:1", null, new Tls(missing, null, null)))
                .isInstanceOf(AgreementException.class)
                .hasMessageContaining("missing.pem");
    }
}
