package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// A process that publishes by way of its disk until it is killed, and says what is safe there.
public final class DiskChildProcess {
    public static final String ID = "disk-child";

    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    private DiskChildProcess() {}

    static MqttClientBuilder builder(String port, Path folder) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .clientId(ID)
                .persistentSession(Duration.ofHours(1))
                .queue(OfflineQueue.USUAL.onDisk(folder));
    }

    /// Runs one.
    ///
    /// @param errors where to what it complains of goes
    public static Process start(String port, Path folder, String prefix, ProcessBuilder.Redirect errors)
            throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DiskChildProcess.class.getName(),
                        port,
                        folder.toString(),
                        prefix)
                .redirectError(errors)
                .start();
    }

    /// @param arguments the server's port, the folder, and what to begin each text with
    public static void main(String... arguments) throws InterruptedException {
        try (MqttClient client = builder(arguments[0], Path.of(arguments[1])).start()) {
            Semaphore ahead = new Semaphore(50);
            for (int i = 0; i >= 0; i++) {
                QoS qos = i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE;
                String text = arguments[2] + i;
                ahead.acquire();
                client.async()
                        .enqueue(Message.of("child/" + qos.level(), text).withQos(qos))
                        .thenRun(() -> say(text))
                        .whenComplete((done, fault) -> ahead.release())
                        .exceptionally(seen -> null);
            }
        }
    }

    private static void say(String text) {
        OUT.println(text);
    }
}
