package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.cli.Hongyan;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.RuntimeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The service in a process of its own, which may be killed and started again.
public final class ServedProgram implements AutoCloseable {
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(21_000 + (int) (ProcessHandle.current().pid() % 500) * 20);

    private final Path folder;
    private final int port = freePort();
    private final List<String> options;
    private @Nullable Process process;

    /// @param folder for its files; it exists
    /// @param options of `serve`, beside those that let it listen to MQTT alone
    public ServedProgram(Path folder, String... options) {
        this.folder = folder;
        this.options = List.of(options);
    }

    /// Of MQTT over TCP.
    public int port() {
        return port;
    }

    /// Starts it, and waits until it is ready.
    public void start() throws IOException {
        List<String> command = java("serve", "--bind=127.0.0.1", "--tcp-port=" + port);
        for (String off : List.of("tls", "ws", "wss", "amqp", "amqps", "metrics")) {
            String port = "--" + off + "-port=";
            if (options.stream().noneMatch(option -> option.startsWith(port))) {
                command.add(port + "0");
            }
        }
        command.addAll(options);
        Process started = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("errors").toFile()))
                .start();
        process = started;
        BufferedReader output = started.inputReader();
        String line = output.readLine();
        while (line != null && !line.contains("is ready")) {
            line = output.readLine();
        }
        assertThat(line)
                .as("start; errors: %s", Files.readString(folder.resolve("errors")))
                .isNotNull();
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {})); // or it would wait for a reader
    }

    /// Runs another command of the program, and expects it to succeed.
    ///
    /// @return what it printed
    public String run(String... words) throws IOException, InterruptedException {
        Process ran = new ProcessBuilder(java(words)).redirectErrorStream(true).start();
        String output = new String(ran.getInputStream().readAllBytes(), UTF_8);
        assertThat(ran.waitFor()).as(output).isZero();
        return output;
    }

    private List<String> java(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Hongyan.class.getName()));
        command.addAll(Arrays.asList(words));
        command.addAll(List.of("--data", data().toString()));
        return command;
    }

    /// The port of a listener that is on.
    public int port(String listener) {
        return RuntimeFile.read(data()).orElseThrow().ports().getOrDefault(listener, 0);
    }

    /// Limits the size of its files: a write beyond it fails, as on a disk that takes no more.
    ///
    /// @param bytes or `unlimited`
    public void limitFiles(String bytes) throws IOException, InterruptedException {
        Process running = requireNonNull(process);
        Process ran = new ProcessBuilder("prlimit", "--pid=" + running.pid(), "--fsize=" + bytes + ":")
                .redirectErrorStream(true)
                .start();
        String output = new String(ran.getInputStream().readAllBytes(), UTF_8);
        assertThat(ran.waitFor()).as(output).isZero();
    }

    /// What its first start has made.
    public Credentials credentials() {
        return Credentials.read(data()).orElseThrow();
    }

    /// What it has written to its standard error.
    public String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    private Path data() {
        return folder.resolve("data");
    }

    /// SIGKILL, when it runs.
    public void kill() {
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() {
        kill();
    }

    /// A port below those that the system gives to outgoing connections: a client that knocks at a closed one of those
    /// may be connected with itself, and then holds it. Never the same twice.
    public static int freePort() {
        while (true) {
            int next = NEXT_PORT.getAndIncrement();
            try (ServerSocket socket = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                assertThat(next).as("no free port: %s", e).isLessThan(32_000);
            }
        }
    }
}
