package io.hongyan.conformance.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.conformance.amqp.ServerSdkProcess.Door;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: a business system with the cloud service's server SDK, unchanged and in a process of its own, needs another
/// endpoint and nothing else.
class ServerSdkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "TopicDefault";

    @TempDir
    private static Path folder;

    private static ServedProgram program;
    private static CloudDevices devices;
    private static Door door;
    private static int next;

    @BeforeAll
    static void start() throws IOException {
        program = new ServedProgram(
                folder,
                "--amqp-port=auto",
                "--admin-port=auto",
                "--set=amqp.queues.attempts=2",
                "--set=amqp.queues.retryDelay=1s");
        program.start();
        devices = CloudDevices.of(program);
        var login = program.credentials();
        door = new Door(program.port("amqp"), login.instance(), login.accessKey(), login.secretKey());
    }

    @AfterAll
    static void stop() {
        program.close();
    }

    private static MqttClient device() throws MqttException {
        String name = "sdk" + ++next;
        MqttClient device = devices.device(name);
        device.connect(devices.login(name));
        return device;
    }

    private static void leave(MqttClient device) throws MqttException {
        device.disconnect();
        device.close();
    }

    @Test
    void messages_reach_devices_and_are_confirmed() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient device = device();
        device.subscribe(TOPIC + "/down/#", 1, (_, message) -> received.add(message.toString()));
        String[] texts =
                IntStream.rangeClosed(1, 100).mapToObj(i -> "message " + i).toArray(String[]::new);
        for (String mode : List.of("size=0", "async")) {
            received.clear();
            try (ServerSdkProcess sdk = ServerSdkProcess.publish(door, TOPIC + "/down/a", 100, mode)) {
                assertThat(sdk.exit()).isZero();
                assertThat(sdk.lines("sent ")).hasSize(100).allMatch(line -> line.matches("sent [0-9A-F]{32} .*"));
            }
            await().atMost(PATIENCE).until(() -> received.size() == 100);
            assertThat(received).containsExactlyInAnyOrder(texts);
        }
        leave(device);
    }

    @Test
    void a_message_to_one_device_and_a_large_one_arrive() throws Exception {
        Queue<Integer> received = new ConcurrentLinkedQueue<>();
        MqttClient device = device();
        device.setCallback(new SizesOnly(received));
        String topic = TOPIC + "/p2p/" + device.getClientId();
        try (ServerSdkProcess sdk = ServerSdkProcess.publish(door, topic, 3, "size=60000")) {
            assertThat(sdk.exit()).isZero();
            assertThat(sdk.lines("sent ")).hasSize(3);
        }
        await().atMost(PATIENCE).until(() -> received.size() == 3);
        assertThat(received).containsOnly(60_000);
        leave(device);
    }

    @Test
    void what_is_refused_fails_at_once_and_its_neighbours_do_not() throws Exception {
        try (ServerSdkProcess sdk = ServerSdkProcess.publish(door, TOPIC, 0).ready()) {
            sdk.send("Undeclared/a", "bad");
            sdk.send(TOPIC + "/a", "good");
            await().atMost(PATIENCE).until(() -> sdk.lines().size() >= 3);
            assertThat(sdk.lines("failed bad")).hasSize(1);
            assertThat(sdk.lines("sent ")).hasSize(1);
        }
    }

    @Test
    void four_connections_share_what_devices_publish() throws Exception {
        MqttClient device = device();
        try (ServerSdkProcess sdk = ServerSdkProcess.consume(door, TOPIC).ready()) {
            for (int i = 0; i < 300; i++) {
                device.publish(TOPIC + "/up/" + i, ("m" + i).getBytes(UTF_8), i % 2, false);
            }
            await().atMost(PATIENCE).until(() -> ofDevice(sdk, device).size() >= 300);
            List<Map<String, String>> all = ofDevice(sdk, device);
            assertThat(all.stream().map(facts -> facts.get("text")))
                    .containsExactlyInAnyOrder(
                            IntStream.range(0, 300).mapToObj(i -> "m" + i).toArray(String[]::new));
            assertThat(all).allSatisfy(facts -> {
                assertThat(facts.get("msgId")).matches("[0-9A-F]{32}");
                assertThat(facts).containsEntry("firstTopic", TOPIC);
                assertThat(facts.get("secondTopic")).startsWith("/up/");
                assertThat(Long.parseLong(facts.get("bornTime"))).isPositive();
            });
            assertThat(sdk.stop()).isZero();
        }
        leave(device);
    }

    private static List<Map<String, String>> ofDevice(ServerSdkProcess sdk, MqttClient device) {
        return sdk.consumed().stream()
                .filter(facts -> device.getClientId().equals(facts.get("clientId")))
                .toList();
    }

    @Test
    void a_listener_that_throws_gets_the_message_again_and_then_it_is_a_dead_letter() throws Exception {
        MqttClient device = device();
        try (ServerSdkProcess sdk =
                ServerSdkProcess.consume(door, TOPIC, "throw=poison").ready()) {
            device.publish(TOPIC + "/up/bad", "poison".getBytes(UTF_8), 1, false);
            device.publish(TOPIC + "/up/good", "fine".getBytes(UTF_8), 1, false);
            await().atMost(PATIENCE).until(() -> ofDevice(sdk, device).size() >= 3);
            await().atMost(PATIENCE)
                    .until(() ->
                            program.run("admin", "queue", "dead-letters", TOPIC).contains("poison"));
            assertThat(program.run("admin", "queue", "replay", TOPIC)).contains("1");
            await().atMost(PATIENCE).until(() -> ofDevice(sdk, device).size() >= 4);
        }
        leave(device);
    }

    @Test
    void status_notices_tell_who_comes_and_goes() throws Exception {
        try (ServerSdkProcess sdk =
                ServerSdkProcess.status(door, program.credentials().group()).ready()) {
            MqttClient device = device();
            leave(device);
            await().atMost(PATIENCE)
                    .until(() -> sdk.notices().stream()
                                    .filter(facts -> facts.get("clientId").equals(device.getClientId()))
                                    .count()
                            == 3);
            assertThat(sdk.notices().stream()
                            .filter(facts -> facts.get("clientId").equals(device.getClientId()))
                            .map(facts -> facts.get("status")))
                    .containsExactlyInAnyOrder("ONLINE", "OFFLINE", "OFFLINE");
        }
    }

    @Test
    void a_wrong_secret_is_an_authentication_failure_with_a_text() throws Exception {
        Door wrong = new Door(door.port(), door.instance(), door.user(), "other");
        try (ServerSdkProcess sdk = ServerSdkProcess.publish(wrong, TOPIC, 1)) {
            assertThat(sdk.exit()).isEqualTo(1);
            assertThat(sdk.lines("cannot start "))
                    .singleElement()
                    .asString()
                    .contains("AuthenticationFailureException", "unknown user or instance, or wrong password");
        }
    }

    @Test
    void a_topic_that_may_not_be_consumed_is_refused_with_the_reason() throws Exception {
        try (ServerSdkProcess sdk = ServerSdkProcess.consume(door, "Undeclared").ready()) {
            assertThat(sdk.lines("refused Undeclared"))
                    .singleElement()
                    .asString()
                    .contains("403", "not declared");
        }
    }
}
