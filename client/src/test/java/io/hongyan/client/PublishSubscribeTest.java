package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.property.UserProperty;
import io.hongyan.testkit.TestBroker;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishSubscribeTest {
    private static TestBroker broker;

    @BeforeAll
    static void start() {
        broker = TestBroker.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private static MqttClientBuilder client() {
        return MqttClient.builder().server("mqtt://127.0.0.1:" + broker.port());
    }

    @Test
    void three_lines_are_enough() {
        Received<String> received = new Received<>();
        try (MqttClient client = MqttClient.connect("mqtt://127.0.0.1:" + broker.port())) {
            client.subscribe("greetings/#", message -> received.accept(message.text()));
            client.publish("greetings/world", "hello");
            assertThat(received.next()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void each_qos_arrives_in_each_version_over_tcp(Version version) {
        exchange(client().version(version), version);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void each_qos_arrives_in_each_version_over_web_socket(Version version) {
        exchange(
                MqttClient.builder()
                        .server("ws://127.0.0.1:" + broker.webSocketPort() + "/mqtt")
                        .version(version),
                version);
    }

    private static void exchange(MqttClientBuilder builder, Version version) {
        Received<Delivery> received = new Received<>();
        try (MqttClient client = builder.connect()) {
            assertThat(client.isConnected()).isTrue();
            assertThat(client.clientId()).isNotEmpty();
            String topic = "each/" + client.clientId() + "/qos";
            Subscribed subscribed = client.subscribe(
                    new Subscription("each/" + client.clientId() + "/+", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    received);
            assertThat(subscribed.granted()).isEqualTo(QoS.EXACTLY_ONCE);
            for (QoS qos : QoS.values()) {
                PublishOutcome outcome = client.publish(Message.of(topic, "m" + qos.level())
                        .withQos(qos)
                        .withUserProperty("b", "1")
                        .withUserProperty("a", "2")
                        .withUserProperty("b", "3"));
                assertThat(outcome.isDelivered()).isTrue();
                Delivery delivery = received.next();
                assertThat(delivery.text()).isEqualTo("m" + qos.level());
                assertThat(delivery.qos()).isEqualTo(qos);
                assertThat(delivery.topic()).hasToString(topic);
                if (version.isV5()) {
                    assertThat(delivery.properties().userProperties())
                            .containsExactly(
                                    new UserProperty("b", "1"), new UserProperty("a", "2"), new UserProperty("b", "3"));
                }
            }
            assertThat(subscribed.closeAsync().join().isError()).isFalse();
            client.publish(topic, "unheard");
        }
        assertThat(received.isEmpty()).isTrue();
    }

    @Test
    void many_messages_arrive_in_order_and_each_future_tells_its_outcome() {
        Received<String> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe(
                    new Subscription("many", QoS.EXACTLY_ONCE),
                    Acknowledge.AFTER_RECEIVER,
                    message -> received.accept(message.text()));
            for (QoS qos : QoS.values()) {
                List<CompletableFuture<PublishOutcome>> futures = IntStream.range(0, 5000)
                        .mapToObj(i -> client.async()
                                .publish(Message.of("many", Integer.toString(i)).withQos(qos)))
                        .toList();
                assertThat(futures)
                        .allSatisfy(future ->
                                assertThat(future.join().isDelivered()).isTrue());
                assertThat(received.next(5000))
                        .isEqualTo(IntStream.range(0, 5000)
                                .mapToObj(Integer::toString)
                                .toList());
            }
        }
    }

    @Test
    void blocking_calls_are_legal_in_receivers_and_futures() {
        Received<String> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe("outer", message -> {
                client.subscribe("inner", inner -> received.accept(inner.text()));
                client.publish("inner", message.text() + " inside");
            });
            client.async()
                    .publish(Message.of("outer", "blocking"))
                    .thenRun(() -> client.publish(Message.of("outer", "again").withQos(QoS.EXACTLY_ONCE)))
                    .join();
            // the second subscription has a receiver of its own, and no order is promised among receivers
            assertThat(received.next(3)).containsExactlyInAnyOrder("blocking inside", "again inside", "again inside");
        }
    }

    @Test
    void a_future_may_wait_for_one_that_is_answered_later() {
        try (MqttClient client = client().connect()) {
            CompletableFuture<PublishOutcome> one = client.async().publish(Message.of("a", "1"));
            CompletableFuture<PublishOutcome> two = client.async().publish(Message.of("a", "2"));
            CompletableFuture<PublishOutcome> later = two.thenApply(outcome -> outcome);
            assertThat(one.thenApply(outcome -> later.join()).join().isDelivered())
                    .isTrue();
        }
    }

    @Test
    void two_subscriptions_that_match_get_the_message_both() {
        Received<String> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe("both/one", message -> received.accept("exact"));
            Subscribed other = client.subscribe("both/one", message -> received.accept("other"));
            client.publish("both/one", "");
            assertThat(received.next(2)).containsExactlyInAnyOrder("exact", "other");
            other.closeAsync().join();
            client.publish("both/one", "");
            assertThat(received.next()).isEqualTo("exact");
        }
    }

    @Test
    void a_receiver_that_throws_is_reported_and_the_next_message_comes() {
        Received<ClientEvent> events = new Received<>();
        Received<String> received = new Received<>();
        try (MqttClient client = client().onEvent(events).connect()) {
            client.subscribe("throws", message -> {
                received.accept(message.text());
                throw new IllegalStateException("on purpose");
            });
            client.publish("throws", "1");
            client.publish("throws", "2");
            assertThat(received.next(2)).containsExactly("1", "2");
            assertThat(events.next(ClientEvent.ReceiverFailed.class).cause()).hasMessage("on purpose");
        }
    }

    static Stream<Throwable> whatUsersThrow() {
        return Stream.of(
                new AssertionError("on purpose"),
                new NoClassDefFoundError("on/purpose"),
                new IOException("on purpose"),
                new StackOverflowError());
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(Throwable fault) throws E {
        throw (E) fault;
    }

    @ParameterizedTest
    @MethodSource("whatUsersThrow")
    void whatever_a_receiver_throws_is_reported_and_the_next_message_comes(Throwable fault) {
        Received<ClientEvent> events = new Received<>();
        Received<String> received = new Received<>();
        try (MqttClient client = client().onEvent(events).connect()) {
            client.subscribe("throws", message -> {
                received.accept(message.text());
                PublishSubscribeTest.<RuntimeException>sneak(fault);
            });
            client.publish("throws", "1");
            client.publish("throws", "2");
            assertThat(received.next(2)).containsExactly("1", "2");
            assertThat(events.next(ClientEvent.ReceiverFailed.class).cause()).isSameAs(fault);
        }
    }

    @ParameterizedTest
    @MethodSource("whatUsersThrow")
    void an_event_receiver_that_throws_gets_the_next_event(Throwable fault) {
        Received<String> told = new Received<>();
        try (MqttClient client = client().onEvent(event -> {
                    if (event instanceof ClientEvent.ReceiverFailed) {
                        told.accept("told");
                    }
                    PublishSubscribeTest.<RuntimeException>sneak(fault);
                })
                .connect()) {
            client.subscribe("throws", message -> PublishSubscribeTest.<RuntimeException>sneak(fault));
            client.publish("throws", "1");
            client.publish("throws", "2");
            assertThat(told.next(2)).hasSize(2);
        }
    }

    @Test
    void what_the_server_has_no_use_for_is_reported_in_a_sentence() {
        try (MqttClient client = client().connect()) {
            assertThatThrownBy(() -> client.subscribe("a/#/b", message -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a/#/b");
            assertThatThrownBy(() -> client.publish("a/#", "wildcard"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("wildcard");
        }
    }

    @Test
    void a_closed_client_says_so_and_closes_again() {
        MqttClient client = client().connect();
        client.close();
        client.close();
        assertThat(client.isConnected()).isFalse();
        assertThatThrownBy(() -> client.publish("a", "b"))
                .isInstanceOf(MqttException.NotPublished.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> client.subscribe("a", message -> {})).isInstanceOf(MqttException.Closed.class);
        assertThat(client.async().publish(Message.of("a", "b".getBytes(UTF_8))).join())
                .isEqualTo(new PublishOutcome.Dropped(PublishOutcome.Why.CLOSED));
    }
}
