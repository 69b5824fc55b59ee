package io.hongyan.cli.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.cli.terminal.RecordedTerminal;
import io.hongyan.server.tls.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: who meets the wrong port, path, origin or certificate reads which it is, and the option that changes it.
final class WrongPortTest {
    @TempDir
    private static Path folder;

    private static RunningServer server;
    private static Path foreign;

    private final RecordedTerminal terminal = new RecordedTerminal();

    @BeforeAll
    static void start() throws IOException {
        foreign = Files.createDirectory(folder.resolve("foreign"));
        SelfSigned.makeIfMissing(foreign, new SecureRandom(), Instant.now());
        server = RunningServer.start(
                folder,
                "profile=open",
                "auth.allowAnonymous=true",
                "listeners.ws.origins=[https://app.example.com]",
                "listeners.strict.kind=tls",
                "listeners.strict.port=auto",
                "listeners.strict.tls.clientAuth=required",
                "listeners.strict.tls.clientCa=" + SelfSigned.certificate(foreign));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private int pub(String listener, String options) {
        return Pair.run(terminal, "pub -t a -m b -h 127.0.0.1 -p " + server.port(listener) + " " + options);
    }

    private String trusting() {
        return "--cafile " + server.certificate();
    }

    @Test
    void tls_to_a_port_without_it_is_a_failed_handshake() {
        assertThat(pub("tcp", "--tls")).as(terminal.err()).isEqualTo(Exit.TLS);
        assertThat(terminal.err())
                .contains("the server closed the connection during the handshake; perhaps it expects another protocol"
                        + " on that port; check -p, or leave out the TLS options");
    }

    @Test
    void a_missing_client_certificate_is_told() {
        assertThat(pub("strict", trusting())).as(terminal.err()).isEqualTo(Exit.TLS);
        assertThat(terminal.err())
                .contains("the server requires a client certificate and got none", "check --cert and --key")
                .doesNotContain("-V 311");
    }

    @Test
    void a_foreign_client_certificate_is_told() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        SelfSigned.makeIfMissing(other, new SecureRandom(), Instant.now());
        String own = " --cert " + SelfSigned.certificate(other) + " --key " + SelfSigned.key(other);
        assertThat(pub("strict", trusting() + own)).as(terminal.err()).isEqualTo(Exit.TLS);
        assertThat(terminal.err()).contains("(alert ", "check --cert and --key");
    }

    @Test
    void a_wrong_path_is_told_with_the_option_and_the_words_of_the_server() {
        assertThat(pub("ws", "--ws --ws-path /wrong")).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err())
                .contains("the server answered 404 Not Found (MQTT over WebSocket is at /mqtt) instead of opening a"
                        + " WebSocket at /wrong; write the path of its listener with --ws-path");
    }

    @Test
    void a_refused_origin_is_told_and_another_one_can_be_given() {
        assertThat(pub("ws", "--ws")).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err())
                .contains("the server answered 403 Forbidden (this origin may not connect)", "--ws-origin");

        assertThat(pub("ws", "--ws --ws-origin https://app.example.com -q 1")).isZero();
        assertThat(pub("ws", "--url ws://127.0.0.1/mqtt --ws-origin https://app.example.com"))
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void a_bench_tells_the_same() {
        String line = "bench conn -c 1 --duration 0.1 -h 127.0.0.1 -p " + server.port("strict") + " " + trusting();
        assertThat(Pair.run(terminal, line)).isEqualTo(Exit.UNREACHABLE);
        assertThat(terminal.err()).contains("the server requires a client certificate and got none");
    }
}
