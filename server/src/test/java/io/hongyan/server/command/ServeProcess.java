package io.hongyan.server.command;

import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The server in a process of its own, with so many file descriptors.
public final class ServeProcess implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final String output;
    private final String ready;

    private ServeProcess(Path folder, Process process, String output, String ready) {
        this.folder = folder;
        this.output = output;
        this.ready = ready;
        this.process = process;
    }

    /// Starts it on free ports, and waits until it is ready.
    ///
    /// @param more arguments of `serve`
    public static ServeProcess start(Path folder, int descriptors, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "serve"));
        if (Files.isExecutable(Path.of("/usr/bin/env")) && Files.isDirectory(Path.of("/proc/self"))) {
            command.addAll(
                    List.of("env", "--default-signal=HUP")); // whoever runs the tests may ignore it, as nohup does
        }
        command.addAll(command(folder, more));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors").toFile())
                .start();
        BufferedReader reader = process.inputReader();
        StringBuilder output = new StringBuilder();
        String line = reader.readLine();
        while (line != null && !line.contains("is ready")) {
            output.append(line).append('\n');
            line = reader.readLine();
        }
        if (line == null) {
            throw new IOException("it did not start: " + Files.readString(folder.resolve("errors")));
        }
        return new ServeProcess(folder, process, output.toString(), line);
    }

    /// Starts it on free ports.
    static List<String> command(Path folder, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ServeMain.class.getName(),
                "--data",
                folder.resolve("data").toString(),
                "--bind",
                "127.0.0.1"));
        for (String listener : List.of("tcp", "tls", "ws", "wss", "amqp", "amqps", "metrics", "admin")) {
            command.addAll(List.of("--" + listener + "-port", "auto"));
        }
        command.addAll(List.of(more));
        return command;
    }

    public Process process() {
        return process;
    }

    public Credentials credentials() throws IOException {
        return Credentials.read(folder.resolve("data")).orElseThrow();
    }

    public Map<String, Integer> ports() throws IOException {
        return RuntimeFile.read(folder.resolve("data")).orElseThrow().ports();
    }

    /// What it wrote to standard output until it was ready.
    String output() {
        return output;
    }

    /// The line by which it says that it is ready.
    String ready() {
        return ready;
    }

    /// What it wrote to its log.
    public String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    /// The processor time it has used so far.
    public Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
