package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.server.data.Credentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Business systems with the RocketMQ client of the cloud, unchanged, and the rules of the older generation, which its
/// examples are written for.
class OnsClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORDERED = 100;

    /// What the examples ask for.
    private static final String OLD = "1.7.9.Final";
    /// The newest one that speaks RocketMQ's remoting protocol.
    private static final String NEW = "1.8.8.8.Final";

    private static final Map<String, OnsProcess> BUSINESS = new HashMap<>();

    @TempDir
    private static Path folder;

    private static Chain chain;
    private static Credentials credentials;
    private static CloudDevices devices;

    @BeforeAll
    static void start() throws Exception {
        chain = new Chain(folder, List.of());
        devices = CloudDevices.of(chain.service);
        credentials = devices.credentials();
        chain.business.create(credentials.topic(), Chain.QUEUES);
        chain.business.create(notices(), Chain.QUEUES);
        chain.business.close(); // the cloud's client is the business system
        chain.service.run("admin", "rule", "create", "--v2-defaults", "--connection", "main");
        for (String version : List.of(OLD, NEW)) {
            BUSINESS.put(
                    version,
                    new OnsProcess(
                            version,
                            folder.resolve(version),
                            chain.rocketMq.nameServer(),
                            credentials.topic(),
                            notices(),
                            "GID_" + version.replace('.', '_')));
        }
    }

    @AfterAll
    static void end() {
        BUSINESS.values().forEach(OnsProcess::close);
        chain.close();
    }

    private static String notices() {
        return credentials.group() + "_MQTT";
    }

    private static String name(String role, String version) {
        return role + "-" + version.replace('.', '-');
    }

    private static MqttClient device(String name) throws MqttException {
        MqttClient client = devices.device(name);
        MqttConnectOptions options = devices.login(name);
        options.setMaxInflight(ORDERED); // or Paho may refuse one that it has not yet counted as done
        client.connect(options);
        return client;
    }

    private static List<String> lines(String version, String beginning, String device) {
        return BUSINESS.get(version).lines().stream()
                .filter(line -> line.startsWith(beginning) && line.contains(devices.id(device)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void a_consumer_gets_what_a_device_publishes_and_that_it_came_and_went(String version) throws Exception {
        String name = name("publisher", version);
        MqttClient device = device(name);
        device.publish(credentials.topic() + "/hall/1", "21 °C".getBytes(UTF_8), 1, false);
        device.disconnect();
        device.close();
        await().atMost(PATIENCE).until(() -> lines(version, "consumed", name).size() == 4);
        assertThat(lines(version, "consumed " + credentials.topic(), name))
                .singleElement()
                .asString()
                .contains(
                        " 21 °C ",
                        "clientId=" + devices.id(name),
                        "mqttSecondTopic=/hall/1",
                        "qoslevel=1",
                        "cleansessionflag=true",
                        "topic=" + credentials.topic() + "/hall/1");
        assertThat(lines(version, "consumed " + notices(), name).stream().map(line -> line.split(" ", 4)[2]))
                .containsExactlyInAnyOrder("connect", "disconnect", "tcpclean");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void an_ordered_consumer_gets_the_messages_of_a_device_in_their_order(String version) throws Exception {
        String name = name("ordered", version);
        MqttClient device = device(name);
        device.publish("$SYS/enableOrderMsg", "{\"order\":\"true\"}".getBytes(UTF_8), 1, false);
        for (int number = 0; number < ORDERED; number++) {
            device.publish(
                    credentials.topic() + "/hall/1", Integer.toString(number).getBytes(UTF_8), 1, false);
        }
        device.disconnect();
        device.close();
        await().atMost(PATIENCE).until(() -> lines(version, "in order", name).size() >= ORDERED);
        assertThat(lines(version, "in order", name))
                .isEqualTo(IntStream.range(0, ORDERED)
                        .mapToObj(number -> "in order " + devices.id(name) + " " + number)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void a_producer_reaches_all_devices_and_a_single_one(String version) throws Exception {
        String name = name("receiver", version);
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient device = device(name);
        device.setCallback(new OnMessage((topic, message) -> received.add(topic + " " + message)));
        device.subscribe(credentials.topic() + "/news/#", 1);
        BUSINESS.get(version).send("/news/" + name, "for all");
        BUSINESS.get(version).send("/p2p/" + devices.id(name), "for one");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(received)
                        .containsExactlyInAnyOrder(
                                credentials.topic() + "/news/" + name + " for all",
                                credentials.topic() + "/p2p/" + devices.id(name) + " for one"));
        device.disconnect();
        device.close();
    }
}
