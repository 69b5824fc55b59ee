package io.hongyan.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.transport.certificate.TestAuthority;
import io.hongyan.transport.certificate.TestAuthority.Wish;
import io.hongyan.transport.certificate.TestIdentity;
import io.hongyan.transport.endpoint.ListenerOptions;
import io.hongyan.transport.endpoint.TlsEngine;
import io.hongyan.transport.endpoint.TlsMaterial;
import io.hongyan.transport.endpoint.Transport;
import io.hongyan.transport.tls.TlsFault;
import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A client whose certificate does not count learns why, and so does the operator.
@NeedsProgram("openssl")
class RefusedCertificateTest {
    @TempDir
    private Path folder;

    private final Transport transport = Transport.start("refused", 1);
    private final Desk desk = new Desk();
    private final TestAuthority authority = TestAuthority.root("authority", "EC");

    @AfterEach
    void close() {
        transport.close();
    }

    private Listener listen(TlsEngine engine, String authorities) throws Exception {
        Path clientCa = Files.writeString(folder.resolve("ca.crt"), authorities);
        ListenerOptions usual = ListenerOptions.of(
                "tls",
                ListenerOptions.Kind.TLS,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TlsMaterial.pem(Certificates.write(folder, "localhost"), clientCa, Map.of(), engine));
        return transport.listen(Listening.with(usual, false, ListenerOptions.ClientAuth.REQUIRED), desk);
    }

    /// What `openssl s_client` prints that shows a certificate.
    private String client(Listener listener, TestIdentity shown) throws Exception {
        Path certificate = Files.writeString(folder.resolve("own.crt"), shown.chainPem());
        Path key = Files.writeString(folder.resolve("own.key"), shown.keyPem());
        File printed = folder.resolve("printed").toFile();
        Process process = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + listener.address().getPort(),
                        "-tls1_2",
                        "-cert",
                        certificate.toString(),
                        "-key",
                        key.toString())
                .redirectErrorStream(true)
                .redirectOutput(printed)
                .redirectInput(new File("/dev/null"))
                .start();
        process.waitFor();
        return Files.readString(printed.toPath());
    }

    private static Wish expired() {
        Wish wish = Wish.device("device", "EC");
        return wish.valid(wish.from().minus(Duration.ofDays(30)), wish.from());
    }

    private TestIdentity shown(String kind) {
        Wish wish = Wish.device("device", "EC");
        return switch (kind) {
            case "stranger" -> TestAuthority.root("stranger", "EC").issue(wish);
            case "server" -> authority.issue(wish.purpose(KeyPurposeId.id_kp_serverAuth));
            case "expired" -> authority.issue(expired());
            default -> throw new IllegalArgumentException(kind);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "BORINGSSL, stranger, alert unknown ca, is of none of the authorities",
        "BORINGSSL, server, alert unsupported certificate, is not made for clients of TLS",
        "BORINGSSL, expired, alert certificate expired, the client's certificate has expired",
        "JDK, stranger, alert certificate unknown, is of none of the authorities",
        "JDK, server, alert certificate unknown, is not made for clients of TLS",
        "JDK, expired, alert certificate, the client's certificate has expired"
    })
    void the_alert_tells_the_client_what_is_wrong_with_its_certificate_and_the_log_which_it_is(
            TlsEngine engine, String kind, String alert, String line) throws Exception {
        Listener listener = listen(engine, authority.pem());
        TestIdentity shown = shown(kind);
        assertThat(client(listener, shown)).contains(alert);
        assertThat(desk.troubles.poll(10, TimeUnit.SECONDS))
                .contains(line)
                .contains(shown.sn())
                .contains("CN=device");
    }

    /// Java asks for no dates of a certificate that is itself in `clientCa`, nor does either engine when it resumes a
    /// session.
    @ParameterizedTest
    @EnumSource(value = TlsEngine.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void an_expired_certificate_does_not_count_though_the_handshake_was_right(TlsEngine engine) throws Exception {
        TestIdentity own = TestAuthority.root(expired()).own();
        Listener listener = listen(engine, own.pem());
        assertThat(client(listener, own)).contains("New, TLSv1.2");
        assertThat(desk.troubles.poll(10, TimeUnit.SECONDS)).contains("the client's certificate has expired");
        assertThat(desk.connections).isEmpty();
    }

    @Test
    void a_reason_that_has_no_sentence_is_told_in_words() {
        String reason = "error:100000f0:SSL routines:OPENSSL_internal:KEY_USAGE_BIT_INCORRECT";
        assertThat(TlsFault.why(new SSLHandshakeException(reason)))
                .isEqualTo("the client's handshake was refused: key usage bit incorrect");
    }
}
