package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import io.hongyan.codec.packet.Subscribe;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.packet.Unsubscribe;
import io.hongyan.codec.property.Properties;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several filters in one packet, the end of subscriptions by their filters, and several listeners of events.
class SeveralFiltersTest {
    private static final List<Subscription> BOTH =
            List.of(new Subscription("a/#", QoS.EXACTLY_ONCE), new Subscription("a/b", QoS.AT_MOST_ONCE));

    private final List<Packet> sent = new CopyOnWriteArrayList<>();
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
                .server("mqtt://127.0.0.1:" + broker.proxy().port())
                .clientId("several")
                .reconnect(Reconnect.USUAL.between(Duration.ofMillis(10), Duration.ofMillis(50)))
                .observer(new ClientObserver() {
                    @Override
                    public boolean wantsPackets() {
                        return true;
                    }

                    @Override
                    public void packetSent(Packet packet) {
                        sent.add(packet);
                    }
                });
    }

    private <T extends Packet> List<T> sent(Class<T> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void several_filters_go_in_one_packet_and_each_has_its_outcome() {
        Received<Delivery> received = new Received<>();
        try (MqttClient client = client().connect()) {
            List<SubscribeOutcome> outcomes = client.subscribe(BOTH, Acknowledge.AFTER_RECEIVER, received);
            assertThat(sent(Subscribe.class))
                    .singleElement()
                    .satisfies(packet -> assertThat(packet.subscriptions()).isEqualTo(BOTH));
            assertThat(outcomes).extracting(SubscribeOutcome::filter).containsExactly("a/#", "a/b");
            assertThat(outcomes)
                    .extracting(outcome -> outcome.orThrow().granted())
                    .containsExactly(QoS.EXACTLY_ONCE, QoS.AT_MOST_ONCE);
            client.publish("a/c", "one filter");
            assertThat(received.next().text()).isEqualTo("one filter");
        }
    }

    @Test
    void a_message_that_matches_two_filters_of_a_call_is_handed_over_once() {
        Received<Delivery> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe(
                    List.of(new Subscription("a/#", QoS.AT_LEAST_ONCE), new Subscription("a/+", QoS.AT_LEAST_ONCE)),
                    Acknowledge.AFTER_RECEIVER,
                    received);
            client.publish("a/b", "once");
            client.publish("a", "end");
            assertThat(received.next(2)).extracting(Delivery::text).containsExactly("once", "end");
        }
    }

    @Test
    void a_refused_filter_among_others_is_an_outcome_and_its_receiver_is_gone() {
        try (TestBroker refusing = TestBroker.builder()
                        .authenticator(new Refusing(Set.of("no/")))
                        .build();
                MqttClient client = MqttClient.builder()
                        .server("mqtt://127.0.0.1:" + refusing.port())
                        .connect()) {
            Received<Delivery> received = new Received<>();
            List<SubscribeOutcome> outcomes = client.subscribe(
                    List.of(new Subscription("no/way", QoS.AT_LEAST_ONCE), new Subscription("yes", QoS.AT_LEAST_ONCE)),
                    Acknowledge.AFTER_RECEIVER,
                    received);
            assertThat(outcomes.getFirst()).isInstanceOfSatisfying(SubscribeOutcome.Refused.class, refused -> {
                assertThat(refused.filter()).isEqualTo("no/way");
                assertThat(refused.reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED);
            });
            assertThatThrownBy(() -> outcomes.getFirst().orThrow())
                    .isInstanceOf(MqttException.Refused.class)
                    .hasMessageContaining("no/way");
            assertThat(outcomes.getLast().orThrow().filter()).isEqualTo("yes");
            assertThat(client.async()
                            .subscribe(
                                    List.of(new Subscription("no/way", QoS.AT_LEAST_ONCE)),
                                    Acknowledge.AFTER_RECEIVER,
                                    received)
                            .join())
                    .singleElement()
                    .isInstanceOf(SubscribeOutcome.Refused.class);
            client.publish("yes", "granted");
            assertThat(received.next().text()).isEqualTo("granted");
        }
    }

    @Test
    void a_list_without_a_filter_and_a_wrong_filter_are_refused_before_anything_is_sent() {
        try (MqttClient client = client().connect()) {
            assertThatThrownBy(() -> client.subscribe(List.of(), Acknowledge.AFTER_RECEIVER, message -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no filter");
            assertThatThrownBy(() -> client.unsubscribe())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no filter");
            assertThatThrownBy(() -> client.unsubscribe("a", "b/#/c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("b/#/c");
            assertThat(sent(Unsubscribe.class)).isEmpty();
        }
    }

    @Test
    void unsubscribe_ends_all_receivers_of_its_filters_in_one_packet_and_leaves_listeners() {
        Received<String> first = new Received<>();
        Received<String> listener = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe("a/#", message -> first.accept(message.text()));
            MessageStream stream = client.messages("a/#");
            client.subscribe("b", message -> first.accept(message.text()));
            client.listen("a/#", message -> listener.accept(message.text()));
            assertThat(client.unsubscribe("a/#", "b")).containsExactly(ReasonCode.SUCCESS, ReasonCode.SUCCESS);
            assertThat(sent(Unsubscribe.class))
                    .singleElement()
                    .satisfies(packet -> assertThat(packet.filters()).containsExactly("a/#", "b"));
            assertThat(stream.take()).isNull();
            client.async()
                    .requestSubscriptions(List.of(new Subscription("a/#", QoS.AT_LEAST_ONCE)), Properties.NONE)
                    .join();
            client.publish("a/1", "for the listener");
            assertThat(listener.next()).isEqualTo("for the listener");
            assertThat(first.isEmpty()).isTrue();
        }
    }

    @Test
    void what_was_unsubscribed_is_not_subscribed_again_after_a_new_session() {
        Received<ClientEvent> events = new Received<>();
        Received<String> kept = new Received<>();
        try (MqttClient client =
                client().version(Version.MQTT_3_1_1).onEvent(events).connect()) {
            events.next(ClientEvent.Connected.class);
            client.subscribe(BOTH, Acknowledge.AFTER_RECEIVER, message -> {});
            client.subscribe("kept", message -> kept.accept(message.text()));
            assertThat(client.unsubscribe("a/#", "a/b")).isEmpty();
            sent.clear();
            broker.proxy().cut();
            events.next(ClientEvent.Connected.class);
            client.publish("kept", "still there");
            assertThat(kept.next()).isEqualTo("still there");
            assertThat(sent(Subscribe.class))
                    .singleElement()
                    .satisfies(packet -> assertThat(packet.subscriptions())
                            .extracting(Subscription::filter)
                            .containsExactly("kept"));
        }
    }

    @Test
    void several_filters_are_subscribed_again_after_a_new_session() {
        Received<ClientEvent> events = new Received<>();
        Received<String> received = new Received<>();
        try (MqttClient client =
                client().version(Version.MQTT_3_1_1).onEvent(events).connect()) {
            events.next(ClientEvent.Connected.class);
            client.subscribe(BOTH, Acknowledge.AFTER_RECEIVER, message -> received.accept(message.text()));
            broker.proxy().cut();
            events.next(ClientEvent.Connected.class);
            client.publish("a/c", "again");
            assertThat(received.next()).isEqualTo("again");
        }
    }

    @Test
    void bytes_and_texts_are_published_by_both_facades() {
        Received<String> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.subscribe("a/#", message -> received.accept(message.qos() + " " + message.text()));
            client.publish("a/1", "bytes".getBytes(UTF_8));
            client.async().publish("a/1", "more bytes".getBytes(UTF_8)).join().orThrow();
            client.async().publish("a/1", "text").join().orThrow();
            assertThat(received.next(3))
                    .containsExactly("AT_LEAST_ONCE bytes", "AT_LEAST_ONCE more bytes", "AT_LEAST_ONCE text");
        }
    }

    @Test
    void each_listener_gets_all_events_and_one_that_throws_does_not_disturb_the_others() {
        Received<ClientEvent> first = new Received<>();
        Received<ClientEvent> second = new Received<>();
        try (MqttClient client = client().onEvent(first)
                .onEvent(event -> {
                    throw new IllegalStateException("on purpose");
                })
                .onEvent(second)
                .connect()) {
            broker.disconnect("several");
            for (Received<ClientEvent> listener : List.of(first, second)) {
                listener.next(ClientEvent.Connected.class);
                listener.next(ClientEvent.Disconnected.class);
                listener.next(ClientEvent.Connected.class);
            }
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void a_listener_that_acknowledges_by_itself_decides_when() {
        Received<Delivery> received = new Received<>();
        try (MqttClient client = client().connect()) {
            client.listen("a/#", Acknowledge.MANUALLY, received);
            client.async()
                    .requestSubscriptions(List.of(new Subscription("a/#", QoS.AT_LEAST_ONCE)), Properties.NONE)
                    .join();
            client.publish("a/1", "1");
            Delivery delivery = received.next();
            client.publish("elsewhere", "a round trip");
            assertThat(sent(PubAck.class)).isEmpty();
            delivery.acknowledge();
            Awaitility.await()
                    .untilAsserted(() -> assertThat(sent(PubAck.class))
                            .extracting(PubAck::packetId)
                            .containsExactly(delivery.packetId()));
        }
    }
}
