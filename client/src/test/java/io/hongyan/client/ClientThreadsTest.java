package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.OfflineQueue;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.client.message.PublishOutcome.Dropped;
import io.hongyan.client.message.PublishOutcome.Uncertain;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.testkit.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Threads that are closed before their clients.
class ClientThreadsTest {
    private static final long SECONDS = 20;

    private static MqttClientBuilder builder(String server, ClientThreads threads) {
        return MqttClient.builder().server(server).threads(threads);
    }

    private static Throwable cause(CompletableFuture<?> future) throws Exception {
        try {
            return new AssertionError("no failure, but " + future.get(SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void whatever_waits_fails_and_says_that_the_threads_were_closed() throws Exception {
        Received<ClientEvent> events = new Received<>();
        try (HostileServer server = new HostileServer(peer -> {
            peer.await(1);
            peer.send("2003000000");
            peer.await(14);
        })) {
            ClientThreads threads = ClientThreads.start("test", 2);
            MqttClient client =
                    builder(server.address(), threads).onEvent(events).connect();
            MqttClient connecting = builder("mqtt://127.0.0.1:1", threads).start();
            CompletableFuture<PublishOutcome> sent =
                    client.async().publish(Message.of("a", "b").withQos(QoS.AT_LEAST_ONCE));
            CompletableFuture<PublishOutcome> waiting = connecting.async().publish("a", "b");
            CompletableFuture<Subscribed> subscription = client.async().subscribe("a", message -> {});
            CompletableFuture<?> request = client.async().request(Message.of("a", "b"), Duration.ofHours(1));
            CompletableFuture<MqttClient> pending =
                    builder("mqtt://127.0.0.1:1", threads).connectAsync().exceptionally(ignored -> connecting);
            CompletableFuture<?> stream = CompletableFuture.runAsync(() -> {
                try (MessageStream messages = client.messages("a")) {
                    messages.take();
                }
            });

            threads.close();

            assertThat(sent.get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Uncertain.class,
                            outcome -> assertThat(outcome.why()).contains("ClientThreads"));
            assertThat(waiting.get(SECONDS, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            Dropped.class, outcome -> assertThat(outcome.text()).contains("ClientThreads"));
            for (CompletableFuture<?> future : List.of(subscription, request, stream)) {
                assertThat(cause(future))
                        .isInstanceOf(MqttException.Closed.class)
                        .hasMessageContaining("ClientThreads");
            }
            pending.get(SECONDS, TimeUnit.SECONDS);
            assertThat(events.next(ClientEvent.Disconnected.class).retryIn()).isNull();
            client.close();
            connecting.close();
        }
    }

    @Test
    void calls_afterwards_say_the_same_and_close_returns_at_once() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            ClientThreads threads = ClientThreads.start("test", 1);
            MqttClient client =
                    builder("mqtt://127.0.0.1:" + broker.port(), threads).connect();
            threads.close();
            assertThatThrownBy(() -> client.publish("a", "b")).hasMessageContaining("ClientThreads");
            assertThatThrownBy(() -> client.subscribe("a", message -> {}))
                    .isInstanceOf(MqttException.Closed.class)
                    .hasMessageContaining("ClientThreads");
            assertThatThrownBy(client::reauthenticate).hasMessageContaining("ClientThreads");
            assertThatThrownBy(() -> client.request(Message.of("a", "b"), Duration.ofHours(1)))
                    .hasMessageContaining("ClientThreads");
            client.async().close().get(SECONDS, TimeUnit.SECONDS);
            client.close();
            threads.close();
        }
    }

    @Test
    void each_of_many_futures_ends_when_the_threads_are_closed() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            ClientThreads threads = ClientThreads.start("test", 1);
            MqttClient client = builder("mqtt://127.0.0.1:" + broker.port(), threads)
                    .version(Version.MQTT_3_1_1)
                    .connect();
            List<CompletableFuture<String>> ends = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                CompletableFuture<PublishOutcome> outcome = client.async().publish("a", "b");
                ends.add(i % 2 == 0 ? outcome.thenApply(Object::toString) : outcome.handle((how, fault) -> "ended"));
            }
            threads.close();
            for (CompletableFuture<String> end : ends) {
                assertThat(end.get(SECONDS, TimeUnit.SECONDS)).isNotNull();
            }
        }
    }

    @Test
    void what_is_on_disk_is_kept_and_the_folder_is_free_again(@TempDir Path folder) throws Exception {
        ClientThreads threads = ClientThreads.start("test", 1);
        MqttClientBuilder builder = MqttClient.builder()
                .server("mqtt://127.0.0.1:1")
                .clientId("disk")
                .queue(OfflineQueue.USUAL.onDisk(folder));
        MqttClient client = builder.threads(threads).start();
        CompletableFuture<PublishOutcome> waiting = client.async().publish("a", "kept");
        threads.close();
        assertThat(waiting.get(SECONDS, TimeUnit.SECONDS)).isEqualTo(PublishOutcome.Kept.ON_DISK);
        assertThatThrownBy(builder::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ClientThreads are closed");
        try (ClientThreads others = ClientThreads.start("test", 1);
                MqttClient next = builder.threads(others).start()) {
            assertThat(next.isConnected()).isFalse();
        }
        client.close();
    }

    @Test
    void threads_may_be_closed_by_a_receiver_on_them() throws Exception {
        try (TestBroker broker = TestBroker.start()) {
            ClientThreads threads = ClientThreads.start("test", 1);
            MqttClient client = builder("mqtt://127.0.0.1:" + broker.port(), threads)
                    .executor(Runnable::run)
                    .connect();
            client.subscribe("a", message -> threads.close());
            CompletableFuture<PublishOutcome> unused = client.async().publish("a", "b");
            client.async().close().get(SECONDS, TimeUnit.SECONDS);
        }
    }
}
