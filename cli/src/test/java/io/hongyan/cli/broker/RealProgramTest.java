package io.hongyan.cli.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.terminal.Exit;
import io.hongyan.codec.foreign.NeedsProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What concerns a whole process: the folder that it stands in, and settings of its JVM.
final class RealProgramTest {
    @TempDir
    private Path folder;

    private Result hongyan(String line) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String path = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                path,
                "io.hongyan.cli.Hongyan"));
        command.addAll(List.of(line.split(" +")));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    private record Result(int code, String out, String err) {}

    @Test
    void in_the_folder_of_a_running_service_no_option_names_it() throws IOException, InterruptedException {
        try (RunningServer server = RunningServer.start(folder, "profile=open")) {
            assertThat(server.data()).isEqualTo(folder.resolve("data"));

            Result sent = hongyan("pub -q 1 -r -t a/b -m hello");
            assertThat(sent.code()).as(sent.err()).isZero();

            Result received = hongyan("sub -t # -v -C 1 -W 30");
            assertThat(received.code()).as(received.err()).isZero();
            assertThat(received.out()).isEqualTo("a/b hello\n");
        }
    }

    /// A server that speaks TLS 1.2 alone, and no MQTT: the handshake decides how the command ends.
    @Test
    @NeedsProgram("openssl")
    void tls_of_at_least_1_3_is_spoken_with_1_3_alone() throws IOException, InterruptedException {
        int port = Mosquitto.freePorts(1).getFirst();
        Mosquitto.certify(folder);
        Process server = new ProcessBuilder(
                        ("openssl s_server -quiet -tls1_2 -cert cert.pem -key key.pem -accept 127.0.0.1:" + port)
                                .split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("s_server.log").toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Mosquitto.listens(port));
            String to = "pub -q 1 -t a -m x -h 127.0.0.1 --insecure --connect-timeout 5 -p " + port + " --tls-version ";

            Result shaken = hongyan(to + "tlsv1.2");
            Result refused = hongyan(to + "tlsv1.3");

            assertThat(shaken.code()).as(shaken.err()).isEqualTo(Exit.UNREACHABLE);
            assertThat(refused.code()).as(refused.err()).isEqualTo(Exit.TLS);
        } finally {
            server.destroy();
        }
    }
}
