package io.hongyan.cassandra.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// One node of Cassandra on the loopback address, in a process of its own that ends with whoever has started it.
///
/// Confined to one thread.
public final class CassandraServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final String OUTPUT = "output.txt";

    private static final List<String> EXPORTS = List.of(
            "java.base/jdk.internal.misc",
            "java.base/java.lang.ref",
            "java.management.rmi/com.sun.jmx.remote.internal.rmi",
            "java.rmi/sun.rmi.registry",
            "java.rmi/sun.rmi.server",
            "java.sql/java.sql",
            "jdk.unsupported/sun.misc",
            "jdk.compiler/com.sun.tools.javac.file",
            "jdk.attach/sun.tools.attach");

    private static final List<String> OPENS = List.of(
            "java.base/java.lang.module",
            "java.base/jdk.internal.loader",
            "java.base/jdk.internal.ref",
            "java.base/jdk.internal.reflect",
            "java.base/jdk.internal.math",
            "java.base/jdk.internal.module",
            "java.base/jdk.internal.util.jar",
            "jdk.management/com.sun.management.internal",
            "java.base/sun.nio.ch",
            "java.base/java.io",
            "java.base/java.lang.reflect",
            "jdk.compiler/com.sun.tools.javac",
            "java.base/java.lang",
            "java.base/java.util");

    private final Path folder;
    private final Path java;
    private final boolean fast;
    private final int port;
    private Process process;

    private CassandraServer(Path folder, Path java, boolean fast, int port, int nodes) throws IOException {
        this.folder = folder.toAbsolutePath();
        this.java = java;
        this.fast = fast;
        this.port = port;
        Files.createDirectories(this.folder);
        CassandraFiles.write(this.folder, port, nodes);
        this.process = start();
    }

    /// Starts it, and waits until it takes clients.
    ///
    /// @param folder for its files, new
    /// @param java home of a [Jdk17]
    /// @param fast whether it runs for long enough to be compiled well; if not, it is ready sooner
    public static CassandraServer start(Path folder, Path java, boolean fast) {
        try {
            return start(folder, java, fast, freePort(), freePort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same at those ports, with which a folder can be used again.
    ///
    /// @param port for clients
    /// @param nodes for other nodes, of which there are none
    static CassandraServer start(Path folder, Path java, boolean fast, int port, int nodes) {
        try {
            CassandraServer server = new CassandraServer(folder, java, fast, port, nodes);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start() throws IOException {
        // The shell ends it when its own input ends, as that does with the process that has started the shell.
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "trap '' INT; \"$0\" \"$@\" & echo $! > pid; cat > /dev/null; kill -9 $!"));
        command.add(java.resolve("bin/java").toString());
        command.addAll(List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"));
        if (!fast) {
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        }
        EXPORTS.forEach(each -> command.addAll(List.of("--add-exports", each + "=ALL-UNNAMED")));
        OPENS.forEach(each -> command.addAll(List.of("--add-opens", each + "=ALL-UNNAMED")));
        command.addAll(List.of(
                "-javaagent:" + jamm(),
                "-Djdk.attach.allowAttachSelf=true",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-Dcassandra.config=file:" + folder.resolve(CassandraFiles.CONFIG),
                "-Dcassandra.storagedir=" + folder.resolve("data"),
                "-Dlogback.configurationFile=" + folder.resolve(CassandraFiles.LOGGING),
                "-Dcassandra-foreground=yes",
                "-Dcassandra.ring_delay_ms=0",
                "-Dcassandra.skip_wait_for_gossip_to_settle=0",
                "-Dcassandra.superuser_setup_delay_ms=0",
                "-Dcassandra.size_recorder_interval=0",
                "-cp",
                lib() + File.separator + "*",
                "org.apache.cassandra.service.CassandraDaemon"));
        ProcessBuilder.Redirect output =
                ProcessBuilder.Redirect.appendTo(folder.resolve(OUTPUT).toFile());
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(output)
                .redirectError(output)
                .start();
    }

    /// The folder of libraries that a build puts beside the classes or the jar of this module.
    private static Path lib() {
        try {
            return Path.of(CassandraServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .resolveSibling("lib");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path jamm() throws IOException {
        try (var files = Files.list(lib())) {
            return files.filter(file -> file.getFileName().toString().startsWith("jamm-"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no jamm in " + lib()));
        }
    }

    /// Where clients connect.
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void awaitReady() {
        for (long glances = PATIENCE.dividedBy(POLL); !takesClients(); glances--) {
            if (glances == 0 || !process.isAlive() || isDead()) {
                throw new IllegalStateException("Cassandra does not start: " + output());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private boolean isDead() {
        return Files.exists(folder.resolve("pid"))
                && pid() > 0
                && ProcessHandle.of(pid()).isEmpty();
    }

    private boolean takesClients() {
        try (Socket socket = new Socket()) {
            socket.connect(address(), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String output() {
        try {
            String all = Files.readString(folder.resolve(OUTPUT));
            return all.substring(Math.max(0, all.length() - 4000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long pid() {
        try {
            String text = Files.readString(folder.resolve("pid")).strip();
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process of Cassandra itself.
    public ProcessHandle handle() {
        return ProcessHandle.of(pid()).orElseThrow(() -> new IllegalStateException("Cassandra does not run"));
    }

    /// SIGKILL.
    public void kill() {
        handle().destroyForcibly();
        endShell();
    }

    private void endShell() {
        try {
            process.getOutputStream().close(); // the shell ends, and with it what is left
        } catch (IOException e) {
            process.destroyForcibly();
        }
        process.onExit().join();
    }

    /// Stops it as a debugger would.
    public void freeze() {
        signal("STOP");
    }

    /// Lets it go on.
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
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

    /// Starts it again with what it had, and waits until it takes clients.
    public void restart() {
        try {
            Files.deleteIfExists(folder.resolve("pid"));
            process = start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public void close() {
        endShell();
    }
}
