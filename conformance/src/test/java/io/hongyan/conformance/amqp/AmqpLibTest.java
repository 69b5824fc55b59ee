package io.hongyan.conformance.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.auth.Signature;
import io.hongyan.codec.foreign.NeedsProgram;
import io.hongyan.conformance.CloudDevices;
import io.hongyan.conformance.ServedProgram;
import io.hongyan.server.data.Credentials;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Goal: another client of AMQP, amqplib for Node, exchanges messages with devices; when it wants a queue of its own it
/// is told that there is none to declare.
@NeedsProgram(value = "node", packages = "clients-js")
class AmqpLibTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TOPIC = "TopicDefault";
    private static final int COUNT = 50;

    @TempDir
    private Path folder;

    private final Queue<JsonNode> lines = new ConcurrentLinkedQueue<>();

    private Process node(ServedProgram program, String protocol) throws Exception {
        Credentials login = program.credentials();
        String user = "0:" + login.instance() + ":" + login.accessKey();
        String argument = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "protocol",
                        protocol,
                        "port",
                        program.port(protocol),
                        "user",
                        Base64.getEncoder().encodeToString(user.getBytes(UTF_8)),
                        "password",
                        Signature.of(login.secretKey(), "17"),
                        "signKey",
                        "17",
                        "queue",
                        TOPIC,
                        "topic",
                        TOPIC + "/down",
                        "count",
                        COUNT));
        Process node = new ProcessBuilder(List.of("node", "amqp.js", argument))
                .directory(Path.of("clients-js").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var output = node.inputReader(UTF_8);
        Thread.ofVirtual()
                .start(() -> output.lines()
                        .forEach(line -> lines.add(JsonMapper.shared().readTree(line))));
        return node;
    }

    private boolean told(String name) {
        return lines.stream().anyMatch(line -> line.has(name));
    }

    private JsonNode the(String name) {
        return lines.stream().filter(line -> line.has(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp", "amqps"})
    void amqplib_consumes_with_its_own_tag_publishes_with_confirms_and_may_not_declare(String protocol)
            throws Exception {
        try (ServedProgram program =
                new ServedProgram(folder, "--amqp-port=auto", "--amqps-port=auto", "--admin-port=0")) {
            program.start();
            CloudDevices devices = CloudDevices.of(program);
            Queue<String> received = new ConcurrentLinkedQueue<>();
            MqttClient device = devices.device("beside");
            device.connect(devices.login("beside"));
            device.subscribe(TOPIC + "/down", 1, (_, message) -> received.add(message.toString()));
            Process node = node(program, protocol);
            await().atMost(PATIENCE).until(() -> told("confirmed") || told("failed"));
            assertThat(lines).noneMatch(line -> line.has("failed"));
            assertThat(the("tag").path("tag").asString()).isEqualTo("chosen-by-the-client");
            await().atMost(PATIENCE).until(() -> received.size() == COUNT);
            device.publish(TOPIC + "/up/a", "from a device".getBytes(UTF_8), 1, false);
            await().atMost(PATIENCE).until(() -> told("consumed"));
            JsonNode consumed = the("consumed");
            assertThat(consumed.path("consumed").asString()).isEqualTo("from a device");
            assertThat(consumed.path("id").asString()).matches("[0-9A-F]{32}");
            assertThat(consumed.path("headers").path("mqttSecondTopic").asString())
                    .isEqualTo("/up/a");
            new PrintWriter(node.outputWriter(UTF_8), true).println("declare");
            await().atMost(PATIENCE).until(() -> told("error"));
            assertThat(the("error").path("error").asString()).contains("540", "no queues to declare here");
            node.destroyForcibly().onExit().join();
            device.disconnect();
            device.close();
        }
    }
}
