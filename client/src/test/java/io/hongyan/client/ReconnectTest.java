package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.client.auth.Login;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.FaultyProxy;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReconnectTest {
    /// 1,000 are the goal; `-Dhongyan.cuts=1000` takes some minutes.
    private static final int CUTS = Integer.getInteger("hongyan.cuts", 20);

    /// How far the sender runs ahead of the receiver.
    private static final int AHEAD = 20;
    /// Bytes from cut to cut, at most: what a server sends again at once has to fit in between, or nothing gets on.
    private static final int LONGEST = 20_000;

    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ZERO, Duration.ofMillis(100));

    @ParameterizedTest
    @EnumSource(value = Version.class)
    @Timeout(900)
    void over_many_cuts_no_qos_1_is_lost_and_no_qos_2_comes_twice(Version version) {
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port()).cutNextRandomly(CUTS, 3000, new Random(42));
                MqttClient receiver = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .connect()) {
            Set<String> atLeastOnce = ConcurrentHashMap.newKeySet();
            ConcurrentLinkedQueue<String> exactlyOnce = new ConcurrentLinkedQueue<>();
            receiver.subscribe(
                    new Subscription("cut/1", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> atLeastOnce.add(message.text()));
            receiver.subscribe(
                    new Subscription("cut/2", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> exactlyOnce.add(message.text()));
            int sent = 0;
            try (MqttClient sender = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + proxy.port())
                    .version(version)
                    .clientId("cut-sender")
                    .persistentSession(Duration.ofHours(1))
                    .reconnect(SOON)
                    .start()) {
                while (proxy.cutsLeft() > 0 || sent < 100) {
                    String number = Integer.toString(sent++);
                    CompletableFuture<PublishOutcome> one = sender.async().publish(Message.of("cut/1", number));
                    CompletableFuture<PublishOutcome> two =
                            sender.async().publish(Message.of("cut/2", number).withQos(QoS.EXACTLY_ONCE));
                    assertThat(one.join().isDelivered()).isTrue();
                    assertThat(two.join().isDelivered()).isTrue();
                }
            }
            int expected = sent;
            Awaitility.await().atMost(Received.PATIENCE).until(() -> exactlyOnce.size() >= expected);
            Awaitility.await().atMost(Received.PATIENCE).until(() -> atLeastOnce.size() >= expected);
            assertThat(atLeastOnce).hasSize(expected);
            assertThat(exactlyOnce).containsExactlyElementsOf(numbers(expected));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Version.class)
    @Timeout(900)
    void over_many_cuts_a_receiver_misses_nothing_and_gets_no_qos_2_twice(Version version) {
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port()).cutNextRandomly(CUTS, LONGEST, new Random(43));
                MqttClient sender = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .connect();
                MqttClient receiver = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + proxy.port())
                        .version(version)
                        .clientId("cut-receiver")
                        .persistentSession(Duration.ofHours(1))
                        .reconnect(SOON)
                        .start()) {
            ConcurrentLinkedQueue<String> exactlyOnce = new ConcurrentLinkedQueue<>();
            Set<String> atLeastOnce = ConcurrentHashMap.newKeySet();
            receiver.subscribe(
                    new Subscription("in/2", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> exactlyOnce.add(message.text()));
            receiver.subscribe("in/1", message -> atLeastOnce.add(message.text()));
            int sent = 0;
            while (proxy.cutsLeft() > 0 || sent < 100) {
                String number = Integer.toString(sent++);
                sender.publish(Message.of("in/1", number));
                sender.publish(Message.of("in/2", number).withQos(QoS.EXACTLY_ONCE));
                if (sent % AHEAD == 0) {
                    int due = sent - AHEAD;
                    Awaitility.await()
                            .pollInterval(Duration.ofMillis(1))
                            .atMost(Received.PATIENCE)
                            .until(() -> exactlyOnce.size() >= due);
                }
            }
            int expected = sent;
            Awaitility.await().atMost(Received.PATIENCE).until(() -> exactlyOnce.size() >= expected);
            Awaitility.await().atMost(Received.PATIENCE).until(() -> atLeastOnce.size() >= expected);
            assertThat(atLeastOnce).hasSize(expected);
            assertThat(exactlyOnce).containsExactlyElementsOf(numbers(expected));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    @Test
    void filters_are_subscribed_again_when_the_session_is_gone() {
        Received<String> received = new Received<>();
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port());
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + proxy.port())
                        .version(Version.MQTT_3_1_1)
                        .reconnect(SOON)
                        .onEvent(events)
                        .connect()) {
            client.subscribe("again/#", message -> received.accept(message.text()));
            events.next(ClientEvent.Connected.class);
            proxy.cut();
            assertThat(events.next(ClientEvent.Connected.class).sessionPresent())
                    .isFalse();
            client.publish("again/1", "still there");
            assertThat(received.next()).isEqualTo("still there");
        }
    }

    @Test
    void a_5_0_session_outlives_a_cut_without_being_persistent_and_ends_with_the_client() {
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start();
                FaultyProxy proxy = FaultyProxy.to(broker.port())) {
            try (MqttClient client = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + proxy.port())
                    .reconnect(SOON)
                    .onEvent(events)
                    .connect()) {
                String id = client.clientId();
                events.next(ClientEvent.Connected.class);
                proxy.cut();
                assertThat(events.next(ClientEvent.Disconnected.class).retryIn())
                        .isNotNull();
                assertThat(events.next(ClientEvent.Connected.class).sessionPresent())
                        .isTrue();
                assertThat(client.clientId()).isEqualTo(id);
            }
            Awaitility.await().until(() -> broker.stats().sessions() == 0);
        }
    }

    @Test
    void a_hook_may_change_each_attempt_and_give_up() throws IOException {
        Received<Reconnect.Attempt> attempts = new Received<>();
        Received<ClientEvent> events = new Received<>();
        TestBroker broker = TestBroker.start();
        try (MqttClient client = MqttClient.builder()
                .server("mqtt://127.0.0.1:" + broker.port())
                .onEvent(events)
                .reconnect(Reconnect.USUAL.withHook(attempt -> {
                    attempts.accept(attempt);
                    return attempt.number() < 3 ? attempt.withDelay(Duration.ZERO) : null;
                }))
                .connect()) {
            client.publish("a", "the server has taken the client in for good");
            broker.close();
            assertThat(attempts.next(3)).extracting(Reconnect.Attempt::number).containsExactly(1, 2, 3);
            events.next(ClientEvent.Disconnected.class);
            events.next(ClientEvent.Disconnected.class);
            assertThat(events.next(ClientEvent.Disconnected.class).retryIn()).isNull();
            assertThat(client.async().publish(Message.of("a", "b")).join())
                    .isInstanceOfSatisfying(PublishOutcome.Dropped.class, dropped -> {
                        assertThat(dropped.why()).isEqualTo(PublishOutcome.Why.CLOSED);
                        assertThat(dropped.cause()).isInstanceOf(MqttException.Unreachable.class);
                    });
        }
    }

    @Test
    void who_is_pushed_out_by_the_same_client_id_does_not_come_back() {
        Received<ClientEvent> events = new Received<>();
        try (TestBroker broker = TestBroker.start()) {
            MqttClientBuilder builder = MqttClient.builder()
                    .server("mqtt://127.0.0.1:" + broker.port())
                    .clientId("one")
                    .reconnect(SOON);
            try (MqttClient first = builder.onEvent(events).connect();
                    MqttClient second = builder.onEvent(event -> {}).connect()) {
                ClientEvent.Disconnected end = events.next(ClientEvent.Disconnected.class);
                assertThat(end.retryIn()).isNull();
                assertThat(end.cause()).hasMessageContaining("taken over");
                assertThat(first.isConnected()).isFalse();
                assertThat(second.isConnected()).isTrue();
            }
        }
    }

    @Test
    void hooks_and_credentials_that_throw_errors_do_not_end_reconnecting() {
        Received<ClientEvent> events = new Received<>();
        AtomicInteger logins = new AtomicInteger();
        try (TestBroker broker = TestBroker.start();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + broker.port())
                        .clientId("one")
                        .credentials(id -> {
                            if (logins.incrementAndGet() == 2) {
                                throw new NoClassDefFoundError("on/purpose");
                            }
                            return Login.ANONYMOUS;
                        })
                        .reconnect(SOON.withHook(attempt -> {
                            throw new AssertionError("on purpose");
                        }))
                        .onEvent(events)
                        .connect()) {
            broker.disconnect("one");
            ClientEvent.HookFailed failed = events.next(ClientEvent.HookFailed.class);
            assertThat(failed.hook()).isEqualTo("reconnect hook");
            assertThat(failed.cause()).hasMessage("on purpose");
            Awaitility.await().until(() -> logins.get() >= 3 && client.isConnected());
        }
    }

    @Test
    void delays_grow_from_bound_to_bound_and_vary_between_them() {
        Reconnect reconnect = Reconnect.USUAL.between(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertDelay(reconnect, 1, 1_000, 1_500);
        assertDelay(reconnect, 3, 4_000, 6_000);
        assertDelay(reconnect, 5, 15_000, 24_000);
        assertDelay(reconnect, 1000, 15_000, 30_000);
    }

    @Test
    void bounds_hold_whatever_varies() {
        Reconnect.Hook hook = attempt -> attempt;
        assertDelay(new Reconnect(true, Duration.ofMillis(100), Duration.ofMillis(100), 2, 1, hook), 9, 100, 100);
        assertDelay(new Reconnect(true, Duration.ofMillis(100), Duration.ofMillis(150), 1, 1, hook), 2, 100, 150);
        assertDelay(new Reconnect(true, Duration.ofMillis(100), Duration.ofMillis(900), 10, 1, hook), 2, 100, 900);
        assertDelay(new Reconnect(true, Duration.ofMillis(100), Duration.ofMillis(900), 2, 0, hook), 2, 200, 200);
        assertDelay(new Reconnect(true, Duration.ZERO, Duration.ofMillis(900), 2, 1, hook), 5, 0, 0);
    }

    private static void assertDelay(Reconnect reconnect, int number, long least, long most) {
        assertThat(reconnect.delay(number, 0)).isEqualTo(Duration.ofMillis(least));
        assertThat(reconnect.delay(number, 1)).isEqualTo(Duration.ofMillis(most));
    }
}
