package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.codec.QoS;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClientApiTest {
    private static final Subscription EXACTLY = new Subscription("api/#", QoS.EXACTLY_ONCE);
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

    /// Asks for as many as a test wants.
    private static final class Subscriber implements Flow.Subscriber<Delivery> {
        final Received<String> received = new Received<>();
        final Received<String> ends = new Received<>();
        Flow.Subscription subscription = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
        }

        @Override
        public void onNext(Delivery item) {
            received.accept(item.text());
        }

        @Override
        public void onError(Throwable throwable) {
            ends.accept(String.valueOf(throwable.getMessage()));
        }

        @Override
        public void onComplete() {
            ends.accept("complete");
        }
    }

    @Test
    void a_flow_gives_what_was_asked_for_and_completes_with_the_client() {
        Subscriber subscriber = new Subscriber();
        try (MqttClient client = client().receiveMaximum(4).connect()) {
            client.flow(EXACTLY, Acknowledge.AFTER_RECEIVER).subscribe(subscriber);
            for (int i = 0; i < 20; i++) {
                client.publish("api/flow", Integer.toString(i));
            }
            assertThat(subscriber.received.isEmpty()).isTrue();
            subscriber.subscription.request(3);
            assertThat(subscriber.received.next(3)).containsExactly("0", "1", "2");
            assertThat(subscriber.received.isEmpty()).isTrue();
            subscriber.subscription.request(17);
            assertThat(subscriber.received.next(17))
                    .isEqualTo(
                            IntStream.range(3, 20).mapToObj(Integer::toString).toList());
        }
        assertThat(subscriber.ends.next()).isEqualTo("complete");
    }

    @Test
    void a_flow_that_asks_for_nothing_is_refused() {
        Subscriber subscriber = new Subscriber();
        try (MqttClient client = client().connect()) {
            client.flow("api/wrong").subscribe(subscriber);
            subscriber.subscription.request(0);
            assertThat(subscriber.ends.next()).contains("1 or more");
        }
    }

    @Test
    void a_stream_is_walked_like_a_list() {
        try (MqttClient client = client().version(Version.MQTT_3_1_1).connect();
                MessageStream stream = client.messages(EXACTLY, Acknowledge.AFTER_RECEIVER)) {
            for (int i = 0; i < 100; i++) {
                client.publish("api/stream", Integer.toString(i));
            }
            List<String> texts = new ArrayList<>();
            for (Delivery delivery : stream) {
                texts.add(delivery.text());
                if (texts.size() == 100) {
                    break;
                }
            }
            assertThat(texts)
                    .isEqualTo(
                            IntStream.range(0, 100).mapToObj(Integer::toString).toList());
            assertThat(stream.poll(Duration.ofMillis(1))).isNull();
        }
    }

    @Test
    void a_stream_ends_with_its_client() {
        MqttClient client = client().connect();
        MessageStream stream = client.messages("api/end");
        client.close();
        assertThat(stream.take()).isNull();
        stream.close();
    }

    @Test
    void what_is_not_acknowledged_comes_again_with_the_next_connection() {
        MqttClientBuilder builder = client().clientId("manual").persistentSession(Duration.ofMinutes(1));
        Received<Delivery> received = new Received<>();
        try (MqttClient client = builder.connect()) {
            client.subscribe(new Subscription("manual", QoS.AT_LEAST_ONCE), Acknowledge.MANUALLY, received);
            client.publish("manual", "1");
            client.publish("manual", "2");
            Delivery first = received.next();
            received.next();
            first.acknowledge();
            client.publish("elsewhere", "");
        }
        Received<Delivery> again = new Received<>();
        try (MqttClient client = builder.listen("manual", again).connect()) {
            Delivery repeated = again.next();
            assertThat(repeated.text()).isEqualTo("2");
            assertThat(repeated.isRepeat()).isTrue();
            assertThat(client.clientId()).isEqualTo("manual");
        }
    }

    @Test
    void the_server_stops_at_the_receive_maximum() {
        Received<Delivery> received = new Received<>();
        try (MqttClient client = client().receiveMaximum(2).connect()) {
            client.subscribe(new Subscription("api/max", QoS.AT_LEAST_ONCE), Acknowledge.MANUALLY, received);
            for (int i = 0; i < 4; i++) {
                client.publish("api/max", Integer.toString(i));
            }
            List<Delivery> two = received.next(2);
            assertThat(received.isEmpty()).isTrue();
            two.get(1).acknowledge();
            two.get(0).acknowledge();
            assertThat(received.next(2)).extracting(Delivery::text).containsExactly("2", "3");
        }
    }

    @Test
    void a_request_is_answered_or_ends_in_time() {
        try (MqttClient asking = client().connect();
                MqttClient answering = client().connect()) {
            answering.respond(
                    "service/upper",
                    request -> request.text().toUpperCase(Locale.ROOT).getBytes(UTF_8));
            assertThat(asking.request(Message.of("service/upper", "hello"), Duration.ofSeconds(10))
                            .text())
                    .isEqualTo("HELLO");
            assertThat(asking.async()
                            .request(Message.of("service/upper", "again"), Duration.ofSeconds(10))
                            .join()
                            .text())
                    .isEqualTo("AGAIN");
            assertThatThrownBy(() -> asking.request(Message.of("service/none", "x"), Duration.ofMillis(100)))
                    .isInstanceOf(MqttException.class);
        }
    }

    @Test
    void a_message_without_a_receiver_is_reported() {
        Received<ClientEvent> events = new Received<>();
        MqttClientBuilder builder = client().clientId("unheard").persistentSession(Duration.ofMinutes(1));
        try (MqttClient client = builder.connect()) {
            client.subscribe("unheard", message -> {});
        }
        try (MqttClient other = client().connect()) {
            other.publish("unheard", "1");
        }
        try (MqttClient client = builder.onEvent(events).connect()) {
            assertThat(events.next(ClientEvent.MessageDropped.class).topic()).hasToString("unheard");
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    void blocking_on_the_network_thread_is_refused_in_a_sentence() {
        Received<Throwable> faults = new Received<>();
        Received<String> received = new Received<>();
        try (MqttClient client = client().executor(Runnable::run).connect()) {
            client.subscribe("api/direct", message -> {
                received.accept(message.text());
                try {
                    client.publish("a", "b");
                } catch (IllegalStateException e) {
                    faults.accept(e);
                }
            });
            client.publish("api/direct", "1");
            assertThat(received.next()).isEqualTo("1");
            assertThat(faults.next()).hasMessageContaining("async()");
        }
    }

    @Test
    void ten_thousand_turns_of_connect_and_close_leave_nothing() {
        int turns = Integer.getInteger("hongyan.turns", 200);
        for (int i = 0; i < turns; i++) {
            try (MqttClient client = client().connect()) {
                assertThat(client.isConnected()).isTrue();
            }
        }
        Awaitility.await()
                .atMost(Received.PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("hongyan-client")));
        assertThat(broker.stats().connections()).isZero();
    }

    @Test
    void a_thousand_clients_need_four_threads() {
        List<MqttClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                clients.add(client().connectAsync().join());
            }
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().startsWith("hongyan-client")))
                    .hasSizeLessThanOrEqualTo(4);
        } finally {
            clients.stream().map(client -> client.async().close()).toList().forEach(closed -> closed.join());
        }
    }
}
