package io.hongyan.client.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.client.MessageStream;
import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.testkit.TestBroker;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Goal: an operator sees what a client does where all other meters are seen.
final class MicrometerObserverTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private MqttClientBuilder client() {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + broker.port())
                .observer(new MicrometerObserver(registry));
    }

    private double count(String name, String... tags) {
        return registry.get("hongyan.client." + name).tags(tags).counter().count();
    }

    private long published(String qos, String outcome) {
        return registry.get("hongyan.client.messages.published")
                .tags("qos", qos, "outcome", outcome)
                .timer()
                .count();
    }

    private double connected() {
        return registry.get("hongyan.client.connected").gauge().value();
    }

    @Test
    void messages_are_counted_by_qos_both_ways() {
        try (MqttClient client = client().connect();
                MessageStream arriving = client.messages("a")) {
            client.publish("a", "12345");
            client.publish(Message.of("a", "1").withQos(QoS.AT_MOST_ONCE));
            client.publish(Message.of("b", "1").withQos(QoS.EXACTLY_ONCE));
            arriving.take();
            arriving.take();

            assertThat(count("messages.sent", "qos", "1")).isEqualTo(1);
            assertThat(count("payload.sent", "qos", "1")).isEqualTo(5);
            assertThat(count("messages.sent", "qos", "2")).isEqualTo(1);
            assertThat(count("messages.received", "qos", "0")).isEqualTo(1);
            assertThat(count("messages.received", "qos", "1")).isEqualTo(1);
            assertThat(count("payload.received", "qos", "1")).isEqualTo(5);
            assertThat(published("0", "sent")).isEqualTo(1);
            assertThat(published("1", "acknowledged")).isEqualTo(1);
            assertThat(published("2", "acknowledged")).isEqualTo(1);
        }
    }

    @Test
    void what_never_left_is_an_outcome_of_its_own() {
        OfflineQueue none = OfflineQueue.USUAL.of(0, 0);
        try (MqttClient client = MqttClient.builder()
                .server("mqtt://127.0.0.1:1")
                .queue(none)
                .observer(new MicrometerObserver(registry))
                .start()) {
            PublishOutcome outcome =
                    client.async().publish(Message.of("a", "1")).join();

            assertThat(outcome).isInstanceOf(PublishOutcome.Dropped.class);
            assertThat(published("1", "dropped")).isEqualTo(1);
        }
    }

    @Test
    void what_waits_on_disk_when_the_client_closes_is_an_outcome_of_its_own(@TempDir Path folder) {
        CompletableFuture<PublishOutcome> outcome;
        try (MqttClient client = MqttClient.builder()
                .server("mqtt://127.0.0.1:1")
                .clientId("disk")
                .queue(OfflineQueue.USUAL.onDisk(folder))
                .observer(new MicrometerObserver(registry))
                .start()) {
            outcome = client.async().publish(Message.of("a", "1"));
        }
        assertThat(outcome.join()).isInstanceOf(PublishOutcome.Kept.class);
        assertThat(published("1", "kept")).isEqualTo(1);
    }

    @Test
    void a_message_that_nobody_takes_is_counted_as_dropped() {
        Duration day = Duration.ofDays(1);
        try (MqttClient before = client().clientId("me").persistentSession(day).connect()) {
            before.subscribe("a", message -> {});
        }
        try (MqttClient other = client().connect()) {
            other.publish("a", "1");
        }
        try (MqttClient after = client().clientId("me").persistentSession(day).connect()) {
            await().until(() -> count("messages.dropped") == 1);
            assertThat(after.isConnected()).isTrue();
        }
    }

    @Test
    void the_gauge_follows_the_connection_and_the_end_of_each_is_counted() {
        Reconnect soon = Reconnect.USUAL.between(Duration.ofMillis(1), Duration.ofMillis(10));
        try (MqttClient client = client().clientId("me").reconnect(soon).connect()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(connected()).isEqualTo(1);

            broker.disconnect("me");
            await().until(() -> count("connects") == 2);

            assertThat(count("disconnects", "cause", "ConnectionLost")).isEqualTo(1);
            assertThat(connected()).isEqualTo(1);
        }
        assertThat(connected()).isZero();
        assertThat(count("disconnects", "cause", "Closed")).isEqualTo(1);
    }

    @Test
    void two_clients_differ_by_their_tags() {
        String server = "mqtt://127.0.0.1:" + broker.port();
        MicrometerObserver orders = new MicrometerObserver(registry, Tags.of("client", "orders"));
        MicrometerObserver prices = new MicrometerObserver(registry, Tags.of("client", "prices"));
        try (MqttClient one =
                        MqttClient.builder().server(server).observer(orders).connect();
                MqttClient two =
                        MqttClient.builder().server(server).observer(prices).connect()) {
            one.publish("a", "1");
            two.publish("a", "1");
            two.publish("a", "1");

            assertThat(count("messages.sent", "qos", "1", "client", "orders")).isEqualTo(1);
            assertThat(count("messages.sent", "qos", "1", "client", "prices")).isEqualTo(2);
        }
    }

    @Test
    void every_meter_has_the_prefix_and_a_description() {
        new MicrometerObserver(registry);

        assertThat(registry.getMeters()).isNotEmpty().extracting(Meter::getId).allSatisfy(id -> {
            assertThat(id.getName()).startsWith("hongyan.client.");
            assertThat(Objects.requireNonNull(id.getDescription())).isNotBlank();
        });
    }
}
