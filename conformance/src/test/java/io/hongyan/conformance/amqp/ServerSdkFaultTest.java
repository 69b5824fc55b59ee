package io.hongyan.conformance.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.amqp.ServerSdkProcess.Door;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: whoever is killed, the service or its consumers, what a device has an acknowledgement for reaches the business
/// system.
@Tag("nightly")
class ServerSdkFaultTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOPIC = "TopicDefault";
    private static final int KILLS = 3;
    private static final int MESSAGES = 500;
    private static final int HELD = 2 * MESSAGES;
    private static final Pattern UNACKNOWLEDGED = Pattern.compile("\"unacknowledged\"\\s*:\\s*(\\d+)");

    @TempDir
    private Path folder;

    private ServedProgram program;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @BeforeEach
    void start() throws Exception {
        int port = ServedProgram.freePort();
        program = new ServedProgram(folder, "--amqp-port=" + port, "--admin-port=auto");
        program.start();
    }

    @AfterEach
    void stop() {
        program.close();
    }

    private Door door() {
        var login = program.credentials();
        return new Door(program.port("amqp"), login.instance(), login.accessKey(), login.secretKey());
    }

    /// Publishes until the service goes away, or all have been acknowledged.
    private void publish(String name, int from) throws MqttException {
        CloudDevices devices = CloudDevices.of(program);
        MqttClient device = devices.device(name);
        device.setTimeToWait(PATIENCE.toMillis());
        device.connect(devices.login(name));
        try {
            for (int i = from; i < from + MESSAGES; i++) {
                device.publish(TOPIC + "/up", ("m" + i).getBytes(UTF_8), 1, false);
                acknowledged.add("m" + i);
            }
            device.disconnect();
        } catch (MqttException e) {
            assertThat(acknowledged).as("before the service was killed").isNotEmpty();
        } finally {
            device.close(true);
        }
    }

    private int unacknowledged() throws Exception {
        Matcher shown = UNACKNOWLEDGED.matcher(program.run("admin", "queue", "show", TOPIC, "--json"));
        assertThat(shown.find()).isTrue();
        return Integer.parseInt(shown.group(1));
    }

    private static Set<String> texts(ServerSdkProcess sdk) {
        return sdk.consumed().stream().map(facts -> facts.get("text")).collect(Collectors.toSet());
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_service_is_killed_and_the_sdk_comes_back_by_itself() throws Exception {
        try (ServerSdkProcess sdk =
                ServerSdkProcess.consume(door(), TOPIC, "recovery=500").ready()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int from = kill * MESSAGES;
                Thread publisher = Thread.ofVirtual().start(() -> {
                    try {
                        publish("victim", from);
                    } catch (MqttException e) {
                        throw new IllegalStateException(e);
                    }
                });
                await().atMost(PATIENCE).until(() -> acknowledged.contains("m" + (from + MESSAGES / 4)));
                program.kill();
                publisher.join();
                program.start();
            }
            publish("last", KILLS * MESSAGES);
            await().atMost(PATIENCE).until(() -> texts(sdk).containsAll(acknowledged));
        }
    }

    @Test
    void the_thousand_messages_that_a_killed_consumer_had_go_to_another_one() throws Exception {
        try (ServerSdkProcess holding =
                ServerSdkProcess.consume(door(), TOPIC, "hold").ready()) {
            for (int sent = 0; sent < HELD; sent += MESSAGES) {
                publish("holder" + sent, sent);
            }
            assertThat(acknowledged).hasSize(HELD);
            await().atMost(PATIENCE).until(() -> unacknowledged() == HELD);
            assertThat(texts(holding)).as("what its listeners have begun").isNotEmpty();
        }
        await().atMost(PATIENCE).until(() -> unacknowledged() == 0);
        try (ServerSdkProcess sdk = ServerSdkProcess.consume(door(), TOPIC).ready()) {
            await().atMost(PATIENCE).until(() -> texts(sdk).containsAll(acknowledged));
        }
    }
}
