package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.rocketmq.server.BusinessSystem.Consumed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Foreign MQTT clients and RocketMQ's own clients meet over rules.
@Tag("nightly")
class RocketMqChainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CLIENTS = 8;
    private static final int MESSAGES = 1000;
    private static final int RECONNECT_AT = 500;

    @TempDir
    private static Path folder;

    private static Chain chain;

    @BeforeAll
    static void start() throws Exception {
        chain = new Chain(folder);
        chain.business.consume("OUT");
        chain.business.consume("STATUS");
    }

    @AfterAll
    static void end() throws Exception {
        chain.close();
    }

    private static String uri() {
        return "tcp://127.0.0.1:" + chain.service.port();
    }

    private static MqttClient device(String id, boolean clean) throws MqttException {
        MqttClient client = new MqttClient(uri(), id, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(clean);
        client.connect(options);
        return client;
    }

    private static List<Consumed> consumed(String topic, String clientId) {
        return chain.business.consumed(topic).stream()
                .filter(message -> clientId.equals(message.properties().get("clientId")))
                .toList();
    }

    @Test
    void a_publish_of_a_device_is_a_message_of_rocketmq_with_its_properties() throws Exception {
        var client = new org.eclipse.paho.mqttv5.client.MqttClient(
                uri(), "v5", new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
        client.connect();
        MqttProperties properties = new MqttProperties();
        properties.setContentType("text/plain");
        properties.setMessageExpiryInterval(600L);
        properties.setUserProperties(List.of(new UserProperty("colour", "red")));
        for (int qos = 0; qos <= 2; qos++) {
            client.publish("h/room/1", new MqttMessage(("q" + qos).getBytes(UTF_8), qos, false, properties));
        }
        client.publish("elsewhere", new MqttMessage("no rule".getBytes(UTF_8), 1, false, new MqttProperties()));
        client.disconnect();
        client.close();
        await().atMost(PATIENCE).until(() -> consumed("OUT", "v5").size() == 3);
        Map<String, Consumed> byText =
                consumed("OUT", "v5").stream().collect(Collectors.toMap(Consumed::text, each -> each));
        assertThat(byText).containsOnlyKeys("q0", "q1", "q2");
        byText.forEach((text, message) -> {
            assertThat(message.properties())
                    .containsEntry("qoslevel", text.substring(1))
                    .containsEntry("cleansessionflag", "true")
                    .containsEntry("topic", "h/room/1")
                    .containsEntry("mqttSecondTopic", "/room/1")
                    .containsEntry("mqtt5ContentType", "text/plain")
                    .containsEntry("mqtt5UserProperty", "[{\"key\":\"colour\",\"value\":\"red\"}]")
                    .containsKey("mqtt5MsgExpireInterval")
                    .containsEntry("UNIQ_KEY", message.id());
            assertThat(message.id()).matches("[0-9A-F]{32}");
        });
    }

    @Test
    void a_message_of_a_business_system_reaches_devices_by_each_spelling_of_its_topic() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient client = device("receiver", true);
        client.subscribe("d/#", 2, (topic, message) -> received.add(topic + " " + message + " " + message.getQos()));
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("/a/b", "d/a/b");
        expected.put("a/b", "d/a/b");
        expected.put("/a/b/", "d/a/b");
        expected.put("", "d");
        expected.forEach((second, _) -> chain.business.send(
                "IN",
                "",
                "to " + second,
                second.isEmpty() ? Map.of("qoslevel", "0") : Map.of("mqttSecondTopic", second, "qoslevel", "2")));
        chain.business.send("IN", "", "refused", Map.of("qoslevel", "7"));
        chain.business.send("IN", "", "last", Map.of("mqttRealTopic", "shown/as"));
        await().atMost(PATIENCE).until(() -> received.size() == expected.size() + 1);
        assertThat(received)
                .contains("d to  0", "d/shown/as last 1")
                .filteredOn(line -> line.startsWith("d/a"))
                .containsExactlyInAnyOrder("d/a/b to /a/b 2", "d/a/b to a/b 2", "d/a/b to /a/b/ 2");
        assertThat(chain.service.run("admin", "rule", "show", "inward")).contains("bad_property");
        client.disconnect();
        client.close();
    }

    @Test
    void what_a_business_system_sends_waits_for_a_device_with_a_session() throws Exception {
        MqttClient client = device("sleeper", false);
        client.subscribe("d/sleep", 1);
        client.disconnect();
        chain.business.send("IN", "", "while you were away", Map.of("mqttSecondTopic", "sleep"));
        await().atMost(PATIENCE)
                .until(() ->
                        chain.service.run("admin", "client", "show", "sleeper").contains("1"));
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient again = new MqttClient(uri(), "sleeper", new MemoryPersistence());
        again.setCallback(new OnMessage((topic, message) -> received.add(topic + " " + message)));
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(false);
        again.connect(options);
        await().atMost(PATIENCE).until(() -> received.contains("d/sleep while you were away"));
        again.disconnect();
    }

    @Test
    void ordered_messages_of_eight_clients_stay_in_order_over_a_reconnect() throws Exception {
        List<Thread> threads = IntStream.range(0, CLIENTS)
                .mapToObj(i -> Thread.ofPlatform().start(() -> publishOrdered("ordered" + i)))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> numbers =
                IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toList();
        for (int i = 0; i < CLIENTS; i++) {
            String id = "ordered" + i;
            await().atMost(PATIENCE).until(() -> consumed("OUT", id).size() >= MESSAGES);
            assertThat(consumed("OUT", id).stream().map(Consumed::text)).isEqualTo(numbers);
            assertThat(consumed("OUT", id).stream().map(Consumed::queue).distinct())
                    .hasSize(1);
        }
    }

    private static void publishOrdered(String id) {
        try (MqttAsyncClient client = new MqttAsyncClient(uri(), id, new MemoryPersistence())) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMaxInflight(100);
            for (int from = 0; from < MESSAGES; from += RECONNECT_AT) {
                client.connect(options).waitForCompletion();
                client.publish("$SYS/enableOrderMsg", "{\"order\":\"true\"}".getBytes(UTF_8), 1, false)
                        .waitForCompletion();
                List<org.eclipse.paho.client.mqttv3.IMqttDeliveryToken> tokens = new ArrayList<>();
                for (int number = from; number < from + RECONNECT_AT; number++) {
                    if (tokens.size() >= 50) {
                        tokens.removeFirst().waitForCompletion();
                    }
                    byte[] text = Integer.toString(number).getBytes(UTF_8);
                    tokens.add(client.publish("h/ordered", text, 1, false));
                }
                for (var token : tokens) {
                    token.waitForCompletion();
                }
                client.disconnect().waitForCompletion();
            }
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void who_comes_and_goes_is_told_and_nobody_is_a_ghost_after_a_crash() throws Exception {
        MqttClient leaves = device("car1", true);
        leaves.disconnect();
        leaves.close();
        MqttClient stays = device("car2", true);
        await().atMost(PATIENCE).until(() -> online().equals(Set.of("car2")));
        chain.service.kill();
        stays.close(true);
        chain.service.start();
        await().atMost(PATIENCE).until(() -> online().isEmpty());
        assertThat(chain.business.consumed("STATUS").stream()
                        .filter(notice -> notice.text().contains("\"car1\""))
                        .map(Consumed::tag))
                .containsExactly("connect", "disconnect", "tcpclean");
    }

    /// By the state machine of the cloud service: a client is online while one of its channels is connected and neither
    /// disconnected nor closed, in whatever order the notices come and however often.
    private static Set<String> online() throws IOException {
        Map<String, Set<String>> events = new TreeMap<>();
        for (Consumed notice : chain.business.consumed("STATUS")) {
            String body = notice.text();
            events.computeIfAbsent(value(body, "clientId") + " " + value(body, "channelId"), _ -> new TreeSet<>())
                    .add(value(body, "eventType"));
        }
        return events.entrySet().stream()
                .filter(channel -> channel.getValue().equals(Set.of("connect")))
                .map(channel -> channel.getKey().split(" ", -1)[0])
                .collect(Collectors.toSet());
    }

    private static String value(String json, String key) {
        int from = json.indexOf("\"" + key + "\":\"") + key.length() + 4;
        return json.substring(from, json.indexOf('"', from));
    }
}
