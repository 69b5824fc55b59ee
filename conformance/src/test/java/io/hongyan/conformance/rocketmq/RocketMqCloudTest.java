package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.CloudDevices;
import io.hongyan.rocketmq.server.BusinessSystem.Consumed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Profile cloud with the rules of the older generation: the parent topic is the RocketMQ topic of the same name, both
/// ways, and the notices of a Group have a topic of their own.
class RocketMqCloudTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "TopicDefault";
    private static final String NOTICES = "GID_default_MQTT";
    private static final String DEVICE = "GID_default@@@";

    @TempDir
    private static Path folder;

    private static Chain chain;
    private static CloudDevices devices;

    @BeforeAll
    static void start() throws Exception {
        chain = new Chain(folder, List.of());
        for (String topic : List.of(TOPIC, NOTICES)) {
            chain.business.create(topic, Chain.QUEUES);
            chain.business.consume(topic);
        }
        devices = CloudDevices.of(chain.service);
        assertThat(chain.service.run("admin", "rule", "create", "--v2-defaults", "--connection", "main"))
                .contains("out-" + TOPIC, "in-" + TOPIC, "status-GID_default");
    }

    @AfterAll
    static void end() throws Exception {
        chain.close();
    }

    private static MqttClient device(String name, boolean clean, Queue<String> received) throws MqttException {
        MqttClient client = devices.device(name);
        client.setCallback(new OnMessage((topic, message) -> received.add(topic + " " + message)));
        MqttConnectOptions options = devices.login(name);
        options.setCleanSession(clean);
        client.connect(options);
        return client;
    }

    private static void toOne(String name, String text, String clean) {
        chain.business.send(
                TOPIC,
                "",
                text,
                Map.of("mqttSecondTopic", "/p2p/" + DEVICE + name, "cleansessionflag", clean, "qoslevel", "1"));
    }

    private static String rule() throws Exception {
        return chain.service.run("admin", "rule", "show", "in-" + TOPIC, "--json");
    }

    @Test
    void a_parent_topic_and_its_rocketmq_topic_are_one() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient client = device("both", true, received);
        client.subscribe(TOPIC + "/#", 1);
        long before = carried(rule());
        client.publish(TOPIC + "/up", "from a device".getBytes(UTF_8), 1, false);
        chain.business.send(TOPIC, "", "from a business system", Map.of("mqttSecondTopic", "/down"));
        await().atMost(PATIENCE).until(() -> received.contains(TOPIC + "/down from a business system"));
        assertThat(received).contains(TOPIC + "/up from a device");
        await().atMost(PATIENCE).until(() -> texts(TOPIC).contains("from a device"));
        Consumed message = chain.business.consumed(TOPIC).stream()
                .filter(each -> each.text().equals("from a device"))
                .findFirst()
                .orElseThrow();
        assertThat(message.properties())
                .containsEntry("mqttSecondTopic", "/up")
                .containsEntry("clientId", DEVICE + "both");
        await().atMost(PATIENCE).until(() -> carried(rule()) >= before + 2);
        client.publish(TOPIC + "/last", "last".getBytes(UTF_8), 1, false);
        await().atMost(PATIENCE).until(() -> received.contains(TOPIC + "/last last"));
        assertThat(received).as("directly, and not again from RocketMQ").containsOnlyOnce(TOPIC + "/up from a device");
        client.disconnect();
        client.close();
        await().atMost(PATIENCE)
                .until(() -> chain.business.consumed(NOTICES).stream()
                        .filter(notice -> notice.text().contains(DEVICE + "both"))
                        .map(Consumed::tag)
                        .toList()
                        .equals(List.of("connect", "disconnect", "tcpclean")));
    }

    private static List<String> texts(String topic) {
        return chain.business.consumed(topic).stream().map(Consumed::text).toList();
    }

    @Test
    void a_message_for_one_client_waits_when_its_sender_wants_it_to() throws Exception {
        Queue<String> received = new ConcurrentLinkedQueue<>();
        MqttClient client = device("sleeper", false, received);
        client.disconnect();
        client.close();
        long before = carried(rule());
        toOne("sleeper", "lost", "true");
        toOne("sleeper", "kept", "false");
        await().atMost(PATIENCE).until(() -> carried(rule()) >= before + 2);
        MqttClient again = device("sleeper", false, received);
        await().atMost(PATIENCE).until(() -> !received.isEmpty());
        toOne("sleeper", "here", "true");
        await().atMost(PATIENCE).until(() -> received.size() >= 2);
        assertThat(received)
                .containsExactly(TOPIC + "/p2p/" + DEVICE + "sleeper kept", TOPIC + "/p2p/" + DEVICE + "sleeper here");
        again.disconnect();
        again.close();
    }

    private static long carried(String rule) {
        Matcher found = Pattern.compile("\"carried\" *: *(\\d+)").matcher(rule);
        assertThat(found.find()).as(rule).isTrue();
        return Long.parseLong(found.group(1));
    }

    @Test
    void the_rules_of_the_older_generation_are_made_once() throws Exception {
        String before = chain.service.run("admin", "rule", "list");
        chain.service.run("admin", "rule", "create", "--v2-defaults", "--connection", "main");
        assertThat(names(chain.service.run("admin", "rule", "list"))).isEqualTo(names(before));
    }

    private static List<String> names(String list) {
        return list.lines().map(line -> line.split("\\s+", 2)[0]).toList();
    }
}
