package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        assertThat(output).contains(credentials.secretKey(), "listening on mqtt://127.0.0.1:");
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

    @Test
    void a_mistake_in_the_configuration_is_told_with_exit_code_1() throws Exception {
        Process server = serve("--set", "broker.shrds=1");
        assertThat(server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isEqualTo(1);
        assertThat(errors()).contains("did you mean shards?");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private Process serve(String... more) throws IOException {
        Process process = new ProcessBuilder(ServeProcess.command(folder, more))
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
