package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Why;
import io.hongyan.codec.QoS;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// A client whose server is not there yet.
class QueueTest {
    private static MqttClientBuilder offline() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + socket.getLocalPort())
                    .reconnect(Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50)));
        }
    }

    private static CompletableFuture<PublishOutcome> publish(MqttClient client, String text) {
        return client.async().publish(Message.of("queued", text));
    }

    @Test
    void the_newest_is_refused_when_there_is_no_room() throws IOException {
        CompletableFuture<PublishOutcome> first;
        try (MqttClient client = offline().queue(OfflineQueue.USUAL.of(2, 1000)).start()) {
            first = publish(client, "1");
            CompletableFuture<PublishOutcome> second = publish(client, "2");
            assertThat(publish(client, "3").join()).isEqualTo(new Dropped(Why.QUEUE_FULL));
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
        }
        assertThat(first.join()).isEqualTo(new Dropped(Why.CLOSED));
    }

    @Test
    void the_oldest_makes_room_when_the_policy_says_so() throws IOException {
        OfflineQueue queue = OfflineQueue.USUAL.of(2, 1000).withWhenFull(OfflineQueue.WhenFull.DROP_OLDEST);
        try (MqttClient client = offline().queue(queue).start()) {
            CompletableFuture<PublishOutcome> first = publish(client, "1");
            CompletableFuture<PublishOutcome> second = publish(client, "2");
            CompletableFuture<PublishOutcome> third = publish(client, "3");
            assertThat(first.join()).isEqualTo(new Dropped(Why.QUEUE_FULL));
            assertThat(second).isNotDone();
            assertThat(third).isNotDone();
        }
    }

    @Test
    void bytes_are_bounded_too() throws IOException {
        try (MqttClient client =
                offline().queue(OfflineQueue.USUAL.of(10, 1000)).start()) {
            assertThat(publish(client, "x".repeat(2000)).join()).isEqualTo(new Dropped(Why.QUEUE_FULL));
        }
    }

    @Test
    void a_message_waits_no_longer_than_it_may() throws IOException {
        OfflineQueue queue = OfflineQueue.USUAL.withTimeToLive(Duration.ofMillis(200));
        try (MqttClient client = offline().queue(queue).start()) {
            assertThat(publish(client, "1").join()).isEqualTo(new Dropped(Why.EXPIRED));
        }
    }

    @Test
    void a_message_that_expires_does_not_wait_longer() throws IOException {
        try (MqttClient client = offline().start()) {
            Message message = Message.of("a", "b").withExpiry(Duration.ofSeconds(1));
            assertThat(client.async().publish(message).join()).isEqualTo(new Dropped(Why.EXPIRED));
        }
    }

    @Test
    void qos_0_waits_only_when_it_may() throws IOException {
        try (MqttClient client =
                offline().queue(OfflineQueue.USUAL.withQos0(false)).start()) {
            Message message = Message.of("a", "b").withQos(QoS.AT_MOST_ONCE);
            assertThat(client.async().publish(message).join()).isEqualTo(new Dropped(Why.NOT_CONNECTED));
        }
    }

    @Test
    void what_waits_is_sent_when_the_server_is_there() {
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port()).cutNextRandomly(1, 1, new Random(7));
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + proxy.port())
                        .reconnect(Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(50)))
                        .start()) {
            assertThat(publish(client, "1").join().isDelivered()).isTrue();
        }
    }
}
