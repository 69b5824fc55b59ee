package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import io.hongyan.transport.Certificates;
import io.hongyan.transport.endpoint.TlsMaterial;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Goal: the program as the operating system sees it: output, signals, exit codes.
class ServeProcessTest {
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void a_signal_ends_the_server_in_order_with_exit_code_0() throws Exception {
        Process server = serve();
        String output = readUntilReady(server);
        Credentials credentials = Credentials.read(folder.resolve("data")).orElseThrow();
        assertThat(output)
                .contains(Credentials.file(folder.resolve("data")).toString(), "listening on mqtt://127.0.0.1:")
                .doesNotContain(credentials.secretKey());
        assertThat(RuntimeFile.read(folder.resolve("data")).orElseThrow().pid()).isEqualTo(server.pid());

        Process second = serve();
        assertThat(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("is in use by process " + server.pid());

        server.destroy();
        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(folder.resolve("data").resolve("runtime.json")).doesNotExist();
        assertThat(errors()).contains("stopping: 0 connections", "stopped");
    }

    @NeedsProgram("script")
    @Test
    void secrets_of_the_first_start_are_printed_to_a_terminal() throws Exception {
        String serve = ServeProcess.command(folder).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Process terminal = start(
                List.of("script", "-qfec", serve, folder.resolve("typescript").toString()));
        String output = readUntilReady(terminal);
        assertThat(output)
                .contains(Credentials.read(folder.resolve("data")).orElseThrow().secretKey());
        ProcessHandle.of(RuntimeFile.read(folder.resolve("data")).orElseThrow().pid())
                .orElseThrow()
                .destroy();
        assertThat(terminal.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_mistake_in_the_configuration_is_told_with_exit_code_1() throws Exception {
        Process server = serve("--set", "broker.shrds=1");
        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("did you mean shards?");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    /// Java itself cannot send such a name.
    @NeedsProgram("openssl")
    @ParameterizedTest
    @CsvSource({
        "-tls1_2, device_1,         localhost",
        "-tls1_3, device_1,         localhost",
        "-tls1_2, device_1.example, named",
        "-tls1_3, device_1.example, named",
        "-tls1_3, a.wild_1.example, named",
        "-tls1_3, a b,              localhost",
        "-tls1_3, -x.example.,      localhost"
    })
    void a_server_name_that_java_would_refuse_comes_in_and_chooses_the_certificate(
            String version, String name, String subject) throws Exception {
        TlsMaterial.Files usual = Certificates.write(folder, "localhost");
        TlsMaterial.Files named = Certificates.write(folder, "named");
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                listeners:
                  tls:
                    tls:
                      cert: %1$s
                      key: %2$s
                      sni:
                        device_1.example: {cert: %3$s, key: %4$s}
                        "*.wild_1.example": {cert: %3$s, key: %4$s}
                """.formatted(
                        usual.certificates(), usual.key(), named.certificates(), named.key()));
        Process server = serve("--config", file.toString());
        readUntilReady(server);
        int port =
                RuntimeFile.read(folder.resolve("data")).orElseThrow().ports().get("tls");
        Process openssl = new ProcessBuilder(
                        "openssl", "s_client", version, "-connect", "127.0.0.1:" + port, "-servername", name)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("subject=CN = " + subject).doesNotContain("alert");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data", "data/lock", "data/store"})
    void a_folder_that_may_not_be_written_is_refused_in_a_sentence_with_exit_code_1(String part) throws Exception {
        Process first = serve();
        readUntilReady(first);
        first.destroy();
        first.waitFor();
        Path closed = folder.resolve(part);
        assertThat(closed).exists();
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-xr-xr-x"));
        Files.delete(folder.resolve("errors"));
        try {
            Process second = start(withoutPrivileges(ServeProcess.command(folder)));
            assertThat(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(errors().lines().filter(line -> line.contains("cannot write") || line.contains("be written")))
                    .singleElement()
                    .asString()
                    .contains("writable for the user that runs the service");
            assertThat(errors()).doesNotContain("\tat ");
        } finally {
            Files.setPosixFilePermissions(closed, before);
        }
    }

    @Test
    void what_others_can_read_and_the_service_may_not_change_is_a_warning() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Process first = serve();
        readUntilReady(first);
        first.destroy();
        first.waitFor();
        Path data = folder.resolve("data");
        Path credentials = Credentials.file(data);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(credentials, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setAttribute(credentials, "unix:uid", 12345);
        List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-fowner"));
        command.addAll(ServeProcess.command(folder));
        readUntilReady(start(command));
        assertThat(errors())
                .contains("other users of this machine can read " + credentials, "chmod 600 " + credentials);
    }

    /// As another user: the folder has another owner, and root gives up its privileges.
    @ParameterizedTest
    @ValueSource(classes = {CredentialsCommand.class, StoreCommand.class})
    void a_folder_of_another_user_is_called_so_and_not_empty(Class<?> command) throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Path data = Files.createDirectory(folder.resolve("data"));
        new Credentials("i", "AK", "SK", "GID_demo", "demo").write(data);
        Files.createDirectory(data.resolve("store"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        Files.setAttribute(data, "unix:uid", 12345);
        List<String> words = new ArrayList<>(ServeProcess.command(folder));
        words.subList(words.indexOf(ServeMain.class.getName()), words.size()).clear();
        words.addAll(List.of(CommandMain.class.getName(), command.getName()));
        words.addAll(command == StoreCommand.class ? List.of("check") : List.of());
        words.addAll(List.of("--data", data.toString()));
        Process process = start(withoutPrivileges(words));
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("the user root may not read the data folder " + data);
        Files.setAttribute(data, "unix:uid", 0);
    }

    @Test
    void a_configuration_in_the_current_folder_that_was_not_read_is_told() throws Exception {
        Files.writeString(folder.resolve("hongyan.yaml"), "log: {level: warn}\n");
        List<String> words = new ArrayList<>(ServeProcess.command(folder));
        words.set(words.indexOf(ServeMain.class.getName()), CommandMain.class.getName());
        words.add(words.indexOf(CommandMain.class.getName()) + 1, CheckConfigCommand.class.getName());
        Process process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        processes.add(process);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("note: no configuration file was read; hongyan.yaml in this folder", "--config hongyan.yaml");
    }

    /// Permissions mean nothing to root unless it gives up the right to pass over them.
    private static List<String> withoutPrivileges(List<String> command) {
        if (!System.getProperty("user.name").equals("root")) {
            return command;
        }
        List<String> all = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search"));
        all.addAll(command);
        return all;
    }

    private Process serve(String... more) throws IOException {
        return start(ServeProcess.command(folder, more));
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private static String readUntilReady(Process server) throws IOException {
        StringBuilder output = new StringBuilder();
        BufferedReader reader = server.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            output.append(line).append('\n');
            if (line.contains("is ready")) {
                break;
            }
        }
        return output.toString();
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }
}
