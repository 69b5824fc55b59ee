package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.FaultyProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The client with a server that is not ours: Debian's mosquitto, where it is installed.
@NeedsProgram("mosquitto")
class MosquittoTest {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    @TempDir
    private static Path folder;

    private static Process process;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path config = Files.write(
                folder.resolve("mosquitto.conf"),
                List.of(
                        "allow_anonymous true",
                        "persistence false",
                        "max_queued_messages 0",
                        "listener " + port + " 127.0.0.1"));
        process = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mosquitto.log").toFile())
                .start();
        Awaitility.await().atMost(Received.PATIENCE).until(MosquittoTest::listens);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void messages_of_each_qos_go_and_come_in_order(Version version) {
        Received<String> received = new Received<>();
        try (MqttClient client = MqttClient.builder()
                .server("mqtt://127.0.0.1:" + port)
                .version(version)
                .connect()) {
            String topic = "foreign/" + client.clientId();
            client.subscribe(
                    new Subscription(topic, QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> received.accept(message.text()));
            for (QoS qos : QoS.values()) {
                List<CompletableFuture<PublishOutcome>> futures = IntStream.range(0, 500)
                        .mapToObj(i -> client.async()
                                .publish(Message.of(topic, Integer.toString(i)).withQos(qos)))
                        .toList();
                assertThat(futures)
                        .allSatisfy(future ->
                                assertThat(future.join().isDelivered()).isTrue());
                assertThat(received.next(500))
                        .isEqualTo(IntStream.range(0, 500)
                                .mapToObj(Integer::toString)
                                .toList());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void over_cuts_qos_2_comes_once(Version version) {
        ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
        String topic = "foreign/cut/" + version;
        try (FaultyProxy proxy = FaultyProxy.to(port).cutNextRandomly(10, 2000, new Random(99));
                MqttClient receiver =
                        MqttClient.builder().server("mqtt://127.0.0.1:" + port).connect()) {
            receiver.subscribe(
                    new Subscription(topic, QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> received.add(message.text()));
            int sent = 0;
            try (MqttClient sender = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + proxy.port())
                    .version(version)
                    .clientId("foreign-" + version)
                    .persistentSession(Duration.ofHours(1))
                    .reconnect(Reconnect.USUAL.between(Duration.ZERO, Duration.ofMillis(100)))
                    .start()) {
                while (proxy.cutsLeft() > 0 || sent < 50) {
                    Message message =
                            Message.of(topic, Integer.toString(sent++)).withQos(QoS.EXACTLY_ONCE);
                    assertThat(sender.async().publish(message).join().isDelivered())
                            .isTrue();
                }
            }
            int expected = sent;
            Awaitility.await().atMost(Received.PATIENCE).until(() -> received.size() >= expected);
            assertThat(received)
                    .containsExactlyElementsOf(IntStream.range(0, expected)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }
}
