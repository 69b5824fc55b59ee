package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: after an upgrade of the service its devices come back without a full TLS handshake each.
@NeedsProgram("openssl")
class ResumedTlsTest {
    @TempDir
    private Path folder;

    @Test
    void a_device_resumes_its_session_after_a_restart_of_the_service() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            assertThat(handshake(server, "-sess_out", session())).contains("New, TLSv1.2");
            assertThat(server.errors()).contains("TLS of tls, wss, amqps: BoringSSL");
        }
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            assertThat(handshake(server, "-sess_in", session())).contains("Reused, TLSv1.2");
        }
        Files.delete(folder.resolve("data/tls/tickets"));
        try (ServeProcess server = ServeProcess.start(folder, 1000)) {
            assertThat(handshake(server, "-sess_in", session())).contains("New, TLSv1.2");
        }
    }

    private String session() {
        return folder.resolve("session").toString();
    }

    private String handshake(ServeProcess server, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-tls1_2",
                "-connect",
                "127.0.0.1:" + server.ports().get("tls")));
        command.addAll(List.of(more));
        Path printed = folder.resolve("openssl");
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start()
                .waitFor();
        return Files.readString(printed);
    }
}
