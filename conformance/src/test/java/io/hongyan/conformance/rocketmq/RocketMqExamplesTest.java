package io.hongyan.conformance.rocketmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.conformance.rocketmq.Chain.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples with RocketMQ.
@Tag("nightly")
class RocketMqExamplesTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int ORDERED = 10;

    @TempDir
    private static Path folder;

    private static Chain chain;
    private static Examples examples;

    @BeforeAll
    static void start() throws Exception {
        chain = new Chain(
                folder,
                List.of(
                        new Rule("devices-out", "outbound", "TopicDefault", "DEVICES_OUT"),
                        new Rule("devices-in", "inbound", "TopicDefault", "DEVICES_IN"),
                        new Rule("devices-status", "status", "GID_default", "DEVICES_STATUS")));
        examples = new Examples(folder, chain.service, chain.rocketMq.nameServer());
    }

    @AfterAll
    static void end() {
        chain.close();
    }

    private static String ran(String name, String... arguments) throws IOException {
        try (ExampleProgram example = examples.start(name, arguments)) {
            return example.ended(0);
        }
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
    void each_client_has_its_order_where_clients_are_mixed() throws IOException {
        try (ExampleProgram receiver = examples.start("ReceiveOrderMessage");
                ExampleProgram other = examples.start("SendMessageToRocketMq");
                ExampleProgram sender = examples.startWithClient("SendOrderMessage")) {
            other.ended(0);
            sender.ended(0);
            receiver.awaitPrinted("@@@order, its number " + ORDERED + ": ", "@@@sender, its number " + ORDERED + ": ");
            assertThat(receiver.printed("GID_default@@@order, ").map(line -> line.replaceFirst("^.*@@@", "")))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, ORDERED)
                            .mapToObj(i -> "order, its number " + i + ": Hello MQTT Java Demo " + i)
                            .toList());
            assertThat(receiver.printed("GID_default@@@order, ").map(line -> line.replaceFirst(",.*", "")))
                    .as("one queue")
                    .containsOnly(receiver.printed("GID_default@@@order, ")
                            .findFirst()
                            .orElseThrow()
                            .replaceFirst(",.*", ""));
        }
    }

    @Test
    void an_example_ends_after_as_many_messages_as_its_argument_says() throws IOException {
        ran("SendMessageToRocketMq");
        assertThat(ran("ReceiveOrderMessage", "1")).contains("its number 1: ");
    }

    @Test
    void an_argument_that_is_no_number_is_told_in_a_sentence() throws IOException {
        try (ExampleProgram example = examples.start("ReceiveOrderMessage", "--help")) {
            assertThat(example.ended(1)).isEqualTo("the argument is a number of messages, not '--help'\n");
        }
    }

    @Test
    void a_consumer_that_is_stopped_leaves_its_queues_to_the_next() throws IOException {
        try (ExampleProgram receiver = examples.start("ReceiveOrderMessage")) {
            ran("SendMessageToRocketMq");
            receiver.awaitPrinted("@@@sender, its number ");
            await("it has all queues")
                    .atMost(PATIENCE)
                    .until(() -> chain.business.unlocked("DEVICES_OUT", "ReceiveOrderMessage") == 0);
            receiver.stopped();
        }
        assertThat(chain.business.unlocked("DEVICES_OUT", "ReceiveOrderMessage"))
                .isEqualTo(Chain.QUEUES);
    }

    @Test
    void who_comes_and_goes_is_online_and_offline() throws IOException {
        try (ExampleProgram notices = examples.start("ClientStatusNotice")) {
            ran("SendMessageToRocketMq");
            notices.awaitPrinted(
                    "@@@sender: connect, so it is online",
                    "@@@sender: disconnect, so it is offline",
                    "@@@sender: tcpclean, so it is offline");
        }
    }

    @Test
    void who_was_online_before_a_crash_of_the_service_is_offline_after_it() throws Exception {
        try (ExampleProgram notices = examples.start("ClientStatusNotice");
                MqttClient device = examples.device("unlucky")) {
            notices.awaitPrinted("@@@unlucky: connect, so it is online");
            chain.service.kill();
            chain.service.start();
            notices.awaitPrinted("@@@unlucky: tcpclean, so it is offline");
            assertThat(device.isConnected()).isFalse();
        }
    }
}
