package io.hongyan.rocketmq.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A program of RocketMQ in a process of its own. What it logs goes to files in its folder.
final class ServerProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path folder;
    private final Process process;

    private ServerProcess(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /// Starts it, and does not wait. Its standard output is read by nobody.
    static ServerProcess start(String program, Path folder, int megabytes, List<String> arguments) {
        return start("lib", program, folder, megabytes, arguments, true);
    }

    /// Starts it with the libraries of RocketMQ 4.9, and does not wait.
    static ServerProcess startOld(String program, Path folder, int megabytes, List<String> arguments) {
        return start("lib-4.9", program, folder, megabytes, arguments, true);
    }

    /// Starts one whose standard output the caller reads, and does not wait.
    static ServerProcess talking(String program, Path folder, int megabytes, List<String> arguments) {
        return start("lib", program, folder, megabytes, arguments, false);
    }

    private static ServerProcess start(
            String lib, String program, Path folder, int megabytes, List<String> arguments, boolean silent) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve("ready"));
            var command = new ArrayList<String>(List.of(
                    // A terminal sends Ctrl-C to all of its programs; the one that has started this ends it.
                    "sh",
                    "-c",
                    "trap '' INT; exec \"$0\" \"$@\"",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx" + megabytes + "m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    // With these a broker of 4.9 lets go of its files.
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
                    // RocketMQ writes its logs there.
                    "-Duser.home=" + folder,
                    "-cp",
                    classPath(lib),
                    "io.hongyan.rocketmq.server." + program));
            command.addAll(arguments);
            var file = ProcessBuilder.Redirect.appendTo(
                    folder.resolve("output.txt").toFile());
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(file);
            if (silent) {
                builder.redirectOutput(file);
            }
            return new ServerProcess(folder, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The classes or the jar of this module, with a folder of libraries that a build puts beside them.
    private static String classPath(String lib) {
        try {
            Path own = Path.of(ServerProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own + File.pathSeparator + own.resolveSibling(lib) + File.separator + "*";
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitReady() {
        await(() -> Files.exists(folder.resolve("ready")) || !process.isAlive(), this::output);
        if (!process.isAlive()) {
            throw new IllegalStateException(output());
        }
    }

    /// Waits for a minute at most.
    static void await(BooleanSupplier condition, Supplier<String> why) {
        for (long glances = PATIENCE.dividedBy(POLL); !condition.getAsBoolean(); glances--) {
            if (glances == 0) {
                throw new IllegalStateException("it takes more than " + PATIENCE.toSeconds() + " s: " + why.get());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private String output() {
        try {
            return (process.isAlive() ? "it runs: " : "it has ended: ")
                    + Files.readString(folder.resolve("output.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Process process() {
        return process;
    }

    /// SIGTERM; and SIGKILL when it is not gone in time.
    ///
    /// @return whether it was gone in time
    boolean end() {
        process.toHandle().destroy(); // unlike that of the process, it leaves the standard input open
        try {
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            kill();
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    /// Whether nobody listens to a port.
    static boolean isFree(int port) {
        try (ServerSocket free = bind(port)) {
            return free.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
