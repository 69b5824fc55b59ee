package io.hongyan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real etcd: a process on the loopback address, with a folder of its own. A test that asks for one is skipped where
/// none is installed.
public final class EtcdServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String name;
    private final Path folder;
    private final int clientPort;
    private final int peerPort;
    private final List<String> options;
    private String cluster;
    private @Nullable Process process;

    /// @param options more of them; with `--cert-file` clients speak TLS with it
    EtcdServer(String name, Path folder, String... options) {
        this.name = name;
        this.options = List.of(options);
        this.folder = folder;
        clientPort = freePort();
        peerPort = freePort();
        cluster = peer();
    }

    /// Starts one by itself, and waits until it answers.
    public static EtcdServer start(Path folder) {
        var server = new EtcdServer("etcd", folder);
        server.launch();
        server.awaitReady();
        return server;
    }

    /// Skips the test where etcd is not installed.
    public static void assumeInstalled() {
        assumeTrue(program() != null, "etcd is not installed (Debian: etcd-server)");
    }

    private static @Nullable Path program() {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Host and port for clients.
    public String endpoint() {
        return "127.0.0.1:" + clientPort;
    }

    String peer() {
        return name + "=http://127.0.0.1:" + peerPort;
    }

    void cluster(String peers) {
        cluster = peers;
    }

    /// Starts the process, which goes on with what is in its folder.
    public void launch() {
        assumeInstalled();
        boolean tls = options.stream().anyMatch(option -> option.startsWith("--cert-file"));
        String client = (tls ? "https://" : "http://") + endpoint();
        String peer = "http://127.0.0.1:" + peerPort;
        var command = new ArrayList<>(List.of(
                String.valueOf(program()),
                "--name=" + name,
                "--data-dir=" + folder.resolve(name),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=" + cluster,
                "--initial-cluster-state=new"));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
        // It reads its options from there too.
        builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until it answers, which it does when there is a leader.
    public void awaitReady() {
        Awaitility.await().atMost(PATIENCE).until(() -> get("/health").contains("true"));
    }

    /// Whether it leads its cluster.
    public boolean isLeader() {
        return get("/metrics").contains("\netcd_server_is_leader 1");
    }

    private String get(String path) {
        return send(path, HttpRequest.newBuilder().GET());
    }

    /// Asks for something that the agreement has no need of.
    ///
    /// @param body JSON
    String post(String path, String body) {
        return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private String send(String path, HttpRequest.Builder builder) {
        HttpRequest request = builder.uri(URI.create("http://" + endpoint() + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// As kill -9.
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            try {
                assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            process = null;
        }
    }

    /// Lets the process stand still.
    public void pause() {
        signal("STOP");
    }

    /// Lets it go on.
    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        assertThat(process).isNotNull();
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
