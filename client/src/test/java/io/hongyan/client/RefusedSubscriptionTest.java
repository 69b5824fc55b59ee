package io.hongyan.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.config.Reconnect;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a client says when the server refuses a subscription, at once or after a new session.
class RefusedSubscriptionTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Properties NO_SESSION =
            Properties.builder().set(Property.SESSION_EXPIRY_INTERVAL, 0L).build();
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(10), Duration.ofMillis(50));

    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.builder().authenticator(new Refusing(refused)).build();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private MqttClientBuilder client() {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + broker.proxy().port())
                .clientId("asking")
                .reconnect(SOON);
    }

    @Test
    void a_request_whose_reply_topic_is_refused_names_the_topic_the_reason_and_the_setting() {
        refused.add("hongyan/");
        try (MqttClient client = client().connect()) {
            assertThatThrownBy(() -> client.request(Message.of("service", "x"), SECOND))
                    .isInstanceOfSatisfying(
                            MqttException.Refused.class,
                            fault -> assertThat(fault.reason()).isEqualTo(ReasonCode.NOT_AUTHORIZED))
                    .hasMessageContaining("subscription to the reply topic hongyan/replies/asking")
                    .hasMessageContaining(ReasonCode.NOT_AUTHORIZED.text())
                    .hasMessageContaining("the test says so")
                    .hasMessageContaining("replyTopic")
                    .hasMessageNotContaining("closed");
            refused.clear();
            assertThatThrownBy(() -> client.request(Message.of("service", "x"), Duration.ofMillis(100)))
                    .isInstanceOf(MqttException.TimedOut.class);
        }
    }

    @Test
    void a_request_whose_reply_topic_is_lost_with_the_session_names_it_and_the_next_one_asks_again() {
        Received<ClientEvent> events = new Received<>();
        try (MqttClient client =
                client().connectProperties(NO_SESSION).onEvent(events).connect()) {
            CompletableFuture<Delivery> answer =
                    client.async().request(Message.of("service", "x"), Duration.ofSeconds(20));
            events.next(ClientEvent.Connected.class);
            client.publish("barrier", "the subscription is granted by now");
            refused.add("hongyan/");
            broker.proxy().cut();
            assertThatThrownBy(answer::join)
                    .hasCauseInstanceOf(MqttException.Refused.class)
                    .hasMessageContaining("hongyan/replies/asking")
                    .hasMessageContaining("replyTopic");
            assertThatThrownBy(() -> client.request(Message.of("service", "x"), SECOND))
                    .isInstanceOf(MqttException.Refused.class);
        }
    }

    @Test
    void a_request_before_the_server_has_chosen_the_client_id_is_answered() {
        try (MqttClient answering = client().clientId("answering").connect();
                MqttClient client = client().clientId("").start()) {
            answering.respond("service", Delivery::payload);
            assertThat(client.request(Message.of("service", "echo"), Duration.ofSeconds(20))
                            .text())
                    .isEqualTo("echo");
        }
    }

    @Test
    void a_reply_topic_with_a_wildcard_is_refused_when_it_is_set() {
        assertThatThrownBy(() -> client().replyTopic("replies/#"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("replyTopic")
                .hasMessageContaining("replies/#");
    }

    @Test
    void a_stream_and_a_flow_that_are_refused_after_a_new_session_end_with_the_refusal() {
        Received<Throwable> failures = new Received<>();
        Flow.Subscriber<Delivery> subscriber = new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Delivery item) {}

            @Override
            public void onError(Throwable fault) {
                failures.accept(fault);
            }

            @Override
            public void onComplete() {
                failures.accept(new AssertionError("completed"));
            }
        };
        try (MqttClient client = client().version(Version.MQTT_3_1_1).connect();
                MessageStream stream = client.messages("news/stream")) {
            client.flow("news/flow").subscribe(subscriber);
            client.publish("barrier", "the subscription is granted by now");
            refused.add("news/");
            broker.proxy().cut();
            assertThatThrownBy(stream::take)
                    .isInstanceOf(MqttException.Refused.class)
                    .hasMessageContaining("news/stream");
            assertThat(failures.next()).isInstanceOf(MqttException.Refused.class);
        }
    }

    @Test
    void a_flow_that_is_refused_at_once_ends_with_the_refusal() {
        refused.add("news/");
        Received<Throwable> failures = new Received<>();
        try (MqttClient client = client().connect()) {
            client.flow("news/flow").subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {}

                @Override
                public void onNext(Delivery item) {}

                @Override
                public void onError(Throwable fault) {
                    failures.accept(fault);
                }

                @Override
                public void onComplete() {
                    failures.accept(new AssertionError("completed"));
                }
            });
            assertThat(failures.next()).isInstanceOf(MqttException.Refused.class);
        }
    }

    @Test
    void calls_after_the_client_gave_up_say_why_it_is_closed() {
        Received<ClientEvent> events = new Received<>();
        try (MqttClient client =
                        client().reconnect(Reconnect.NEVER).onEvent(events).connect();
                MessageStream stream = client.messages("news")) {
            broker.disconnect("asking");
            assertThat(events.next(ClientEvent.Disconnected.class).retryIn()).isNull();
            assertThatThrownBy(() -> client.publish("a", "b")).hasMessageContaining("administrative action");
            assertThatThrownBy(() -> client.subscribe("a", message -> {}))
                    .hasMessageContaining("administrative action");
            assertThatThrownBy(() -> client.request(Message.of("a", "b"), SECOND))
                    .hasMessageContaining("administrative action");
            assertThatThrownBy(client::reauthenticate).hasMessageContaining("administrative action");
            assertThatThrownBy(stream::take).hasMessageContaining("administrative action");
        }
    }
}
