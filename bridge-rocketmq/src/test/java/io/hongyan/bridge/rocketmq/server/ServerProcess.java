package io.hongyan.bridge.rocketmq.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/// A program of RocketMQ in a process of its own. What it logs goes to files in its folder.
final class ServerProcess {
    private final Path folder;
    private final Process process;

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Starts it, and does not wait.
    static ServerProcess start(String program, Path folder, int megabytes, List<String> arguments) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("ready"));
            var command = new ArrayList<String>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + megabytes + "m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    // RocketMQ writes its logs there.
                    "-Duser.home=" + folder,
                    "-cp",
                    classPath(),
                    "io.hongyan.rocketmq.server." + program));
            command.addAll(arguments);
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("output.txt").toFile()));
            return new ServerProcess(folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where the build of the module of its programs puts it.
    private static String classPath() {
        Path server =
                Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("server/target");
        return server.resolve("classes") + File.pathSeparator + server.resolve("lib") + File.separator + "*";
    }

    void awaitReady() {
        Awaitility.await(folder.toString())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new IllegalStateException("ended: " + Files.readString(folder.resolve("output.txt")));
                    }
                    return Files.exists(folder.resolve("ready"));
                });
    }

    /// SIGKILL.
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /// Stops it as a debugger would, or lets it go on.
    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + name + " ends with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// A port of the loopback address that nobody listens to, nor to the two below it and the one above it.
    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket free = bind(0);
                    ServerSocket below = bind(free.getLocalPort() - 1);
                    ServerSocket fast = bind(free.getLocalPort() - 2);
                    ServerSocket above = bind(free.getLocalPort() + 1)) {
                if (fast.isBound() && below.isBound() && above.isBound()) {
                    return free.getLocalPort();
                }
            } catch (IOException e) {
                // One of them is taken: the next free port may do.
            }
        }
        throw new IllegalStateException("no free ports");
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
