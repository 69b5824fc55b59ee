package io.hongyan.cli.broker;

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

/// Debian's mosquitto on free ports of this machine, with TCP, TLS and WebSocket.
record Mosquitto(Process process, Ports ports) {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    static Mosquitto start(Path folder) throws IOException, InterruptedException {
        List<Integer> ports = freePorts(3);
        certify(folder);
        List<String> lines = List.of(
                "allow_anonymous true",
                "persistence false",
                // By default it drops what is more than 1,000 messages ahead of a subscriber, of any QoS.
                "max_queued_messages 0",
                "listener " + ports.get(0) + " 127.0.0.1",
                "listener " + ports.get(1) + " 127.0.0.1",
                "certfile " + folder.resolve("cert.pem"),
                "keyfile " + folder.resolve("key.pem"),
                "listener " + ports.get(2) + " 127.0.0.1",
                "protocol websockets");
        Path config = Files.write(folder.resolve("mosquitto.conf"), lines);
        Process process = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> ports.stream().allMatch(Mosquitto::listens));
        return new Mosquitto(process, new Ports(ports.get(0), ports.get(1), ports.get(2), folder.resolve("cert.pem")));
    }

    static void certify(Path folder) throws IOException, InterruptedException {
        String command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                + "-addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout key.pem -out cert.pem";
        Process openssl = new ProcessBuilder(command.split(" "))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (openssl.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("openssl.log")));
        }
        // Started by root, mosquitto reads them as another user.
        boolean readable = folder.toFile().setExecutable(true, false)
                && folder.toFile().setReadable(true, false)
                && folder.resolve("key.pem").toFile().setReadable(true, false);
        if (!readable) {
            throw new IOException("the permissions of " + folder + " cannot be changed");
        }
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<Integer> ports = new ArrayList<>();
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
