package io.hongyan.conformance.clients;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// Debian's mosquitto with a bridge to another broker, on a free port. Of the bridge's settings only those are given
/// that say where to connect, as whom, and which topics go where.
record MosquittoBridge(Process process, int port, Path log) implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    /// @param remote port of the other broker on this machine
    /// @param outward filter of what goes from mosquitto to the other broker
    /// @param inward filter of what comes from there
    static MosquittoBridge start(Path folder, int remote, Login login, String outward, String inward)
            throws IOException {
        int port = freePort();
        List<String> lines = new ArrayList<>(List.of(
                "log_type all",
                "allow_anonymous true",
                "listener " + port + " 127.0.0.1",
                "connection hongyan",
                "address 127.0.0.1:" + remote,
                "remote_clientid " + login.clientId(),
                "topic " + outward + " out 2",
                "topic " + inward + " in 2"));
        if (!login.user().isEmpty()) {
            lines.add("remote_username " + login.user());
            lines.add("remote_password " + login.password());
        }
        Path config = Files.write(folder.resolve("bridge.conf"), lines);
        Path log = folder.resolve("bridge.log");
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new MosquittoBridge(process, port, log);
    }

    /// Waits until the broker takes connections and the bridge has subscribed.
    MosquittoBridge awaitReady() {
        Awaitility.await("the bridge")
                .atMost(Duration.ofSeconds(60))
                .until(() -> listens(port) && said().contains("Received SUBACK"));
        return this;
    }

    String said() throws IOException {
        return Files.readString(log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
