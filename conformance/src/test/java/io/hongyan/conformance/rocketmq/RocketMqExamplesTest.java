package io.hongyan.conformance.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.rocketmq.Chain.Rule;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples with RocketMQ, each in a process of its own, as `examples/run` starts them.
class RocketMqExamplesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORDERED = 10;
    private static final Path BUILT = Path.of("..", "examples", "rocketmq", "target");

    @TempDir
    private static Path folder;

    private static Chain chain;

    @BeforeAll
    static void start() throws Exception {
        chain = new Chain(
                folder,
                List.of(
                        new Rule("devices-out", "outbound", "TopicDefault", "DEVICES_OUT"),
                        new Rule("devices-in", "inbound", "TopicDefault", "DEVICES_IN"),
                        new Rule("devices-status", "status", "GID_default", "DEVICES_STATUS")));
        chain.business.close(); // the examples are the business systems
        String credentials = chain.service.run("credentials", "--json");
        Files.writeString(
                folder.resolve("config.yaml"),
                "access_key: '" + value(credentials, "accessKey") + "'\nsecret_key: '" + value(credentials, "secretKey")
                        + "'\nend_point: '127.0.0.1:" + chain.service.port() + "'\ninstance_id: '"
                        + value(credentials, "instance") + "'\ntopic: TopicDefault\ngroup_id: GID_default\n");
    }

    @AfterAll
    static void end() {
        chain.close();
    }

    private static String value(String json, String key) {
        Matcher found = Pattern.compile("\"" + key + "\" *: *\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    private static Process example(Path output, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.home=" + folder,
                "-Dhongyan.config=" + folder.resolve("config.yaml"),
                "-Dhongyan.rocketmq=" + chain.rocketMq.nameServer(),
                "-cp",
                BUILT.resolve("classes") + File.pathSeparator + BUILT.resolve("lib") + File.separator + "*",
                "io.hongyan.examples.rocketmq." + name));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static String finished(Path output, Process example) throws IOException {
        try {
            await().atMost(PATIENCE).until(() -> !example.isAlive());
        } finally {
            example.destroyForcibly();
        }
        String text = Files.readString(output, UTF_8);
        assertThat(example.exitValue()).as(text).isZero();
        return text;
    }

    private static String ran(String name) throws IOException {
        Path output = folder.resolve(name);
        return finished(output, example(output, name));
    }

    @Test
    void a_business_system_gets_what_a_device_publishes() throws IOException {
        assertThat(ran("SendMessageToRocketMq"))
                .contains(
                        "measurement 0, from GID_default@@@sender, topic TopicDefault/hall/temperature",
                        "measurement 9");
    }

    @Test
    void devices_get_what_a_business_system_sends() throws IOException {
        assertThat(ran("RocketMqSendMessageToMqtt"))
                .contains("the device has: for all, topic TopicDefault/news/today")
                .contains("the device has: for one");
    }

    @Test
    void the_order_of_a_device_and_its_coming_and_going_are_seen() throws Exception {
        Path status = folder.resolve("status");
        Process notices = example(status, "ClientStatusNotice"); // of all devices that were here, in any order
        try {
            assertThat(ran("SendMessageToRocketMq")).contains("measurement 9");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(Files.readString(status))
                            .contains(
                                    "@@@sender: connect, so it is online",
                                    "@@@sender: disconnect, so it is offline",
                                    "@@@sender: tcpclean, so it is offline"));
        } finally {
            notices.destroyForcibly();
        }
        Path order = folder.resolve("order");
        assertThat(finished(order, example(order, "ReceiveOrderMessage", Integer.toString(ORDERED))))
                .contains("GID_default@@@sender, its number 10");
    }
}
