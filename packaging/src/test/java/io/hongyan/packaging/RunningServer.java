package io.hongyan.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running `hongyan serve` on free ports of the loopback address, and the clients that talk to it.
final class RunningServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> FREE_PORTS = List.of(
            "--bind",
            "127.0.0.1",
            "--tcp-port",
            "auto",
            "--tls-port",
            "auto",
            "--ws-port",
            "auto",
            "--wss-port",
            "auto",
            "--amqp-port",
            "auto",
            "--amqps-port",
            "auto",
            "--metrics-port",
            "auto",
            "--admin-port",
            "auto");

    private final Commands commands;
    private final Path program;
    private final Path data;
    private final Process process;
    private final Path output;

    private RunningServer(Commands commands, Path program, Path data, Process process, Path output) {
        this.commands = commands;
        this.program = program;
        this.data = data;
        this.process = process;
        this.output = output;
    }

    /// Starts it and waits until it says that it is ready.
    ///
    /// @param more options of `serve`
    static RunningServer start(Commands commands, Path program, Path data, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(program.toString(), "serve", "--data", data.toString()));
        words.addAll(FREE_PORTS);
        words.addAll(List.of(more));
        Path output = Files.createTempFile("hongyan-serve", ".txt");
        RunningServer server = new RunningServer(commands, program, data, commands.start(output, words), output);
        try {
            await().atMost(PATIENCE).until(() -> server.output().contains("is ready") || !server.process.isAlive());
            assertThat(server.output()).contains("is ready");
            return server;
        } catch (Throwable e) {
            server.close();
            throw e;
        }
    }

    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /// A `pub` or `sub` that logs in with what the first start has made.
    Commands.Run client(String command, String device, String... more) throws IOException, InterruptedException {
        String json = credentials();
        List<String> words = new ArrayList<>(List.of(program.toString(), command, "-p", field(json, "tcp")));
        words.addAll(List.of("--ak", field(json, "accessKey"), "--instance", field(json, "instance")));
        words.addAll(List.of("--group", field(json, "group"), "--device", device));
        words.addAll(List.of(more));
        return commands.with("HONGYAN_SK", field(json, "secretKey")).run(words);
    }

    /// Runs a command of the program on the data folder of this server.
    Commands.Run command(String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(program.toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return commands.run(all);
    }

    /// @param listener `tcp`, `tls`, `metrics`, ...
    String port(String listener) throws IOException, InterruptedException {
        return field(credentials(), listener);
    }

    private String credentials() throws IOException, InterruptedException {
        return command("credentials", "--json").checked();
    }

    private static String field(String json, String name) {
        Matcher value = Pattern.compile('"' + name + "\" : \"?([^\",\\s]+)").matcher(json);
        assertThat(value.find()).as("%s in %s", name, json).isTrue();
        return value.group(1);
    }

    /// Ends it as a service manager does.
    ///
    /// @return the exit code
    int stop() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(output);
    }
}
