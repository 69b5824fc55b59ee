package io.hongyan.conformance.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.auth.Scram;
import io.hongyan.client.auth.TokenCredentials;
import io.hongyan.client.auth.TokenCredentials.Token;
import io.hongyan.client.config.Reconnect;
import io.hongyan.client.config.Tls;
import io.hongyan.client.event.ClientEvent;
import io.hongyan.client.event.ClientObserver;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.client.message.PublishOutcome;
import io.hongyan.codec.QoS;
import io.hongyan.codec.ReasonCode;
import io.hongyan.codec.Version;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.server.data.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Our own client and the service in profile cloud: logins, messages to one device, order.
class HongyanClientTest {
    private static final Reconnect SOON = Reconnect.USUAL.between(Duration.ofMillis(50), Duration.ofMillis(100));

    private static Endpoint endpoint;
    private static Credentials keys;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        endpoint = Endpoint.start(folder);
        keys = endpoint.credentials();
    }

    @AfterAll
    static void stop() {
        endpoint.close();
    }

    private static MqttClientBuilder builder(Wire wire, String device) {
        return MqttClient.builder()
                .server(endpoint.uri(wire))
                .tls(Tls.trusting(endpoint.certificate()))
                .clientId(keys.group() + "@@@" + device)
                .reconnect(SOON)
                .credentials(CloudSignature.of(keys.accessKey(), keys.secretKey(), keys.instance()));
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String text = heard.poll(20, TimeUnit.SECONDS);
        assertThat(text).as("a message in time").isNotNull();
        return text;
    }

    private static void hello(MqttClient client) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        String topic = endpoint.topic("hello/" + client.clientId());
        client.subscribe(
                new Subscription(topic, QoS.EXACTLY_ONCE),
                Acknowledge.AFTER_RECEIVER,
                message -> heard.add(message.text()));
        for (QoS qos : QoS.values()) {
            client.publish(Message.of(topic, "鸿雁").withQos(qos));
            assertThat(next(heard)).isEqualTo("鸿雁");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_signature_opens_every_way_in(Wire wire) throws Exception {
        for (Version version : Version.values()) {
            try (MqttClient client =
                    builder(wire, wire + "-" + version).version(version).connect()) {
                hello(client);
            }
        }
    }

    @Test
    void a_wrong_signature_is_refused_with_what_to_do() {
        MqttClientBuilder wrong = builder(Wire.TCP, "wrong")
                .credentials(CloudSignature.of(keys.accessKey(), "not the secret", keys.instance()));
        assertThatThrownBy(wrong::connect)
                .isInstanceOfSatisfying(
                        MqttException.ConnectRefused.class,
                        refused -> assertThat(refused.reason())
                                .isIn(ReasonCode.BAD_USER_NAME_OR_PASSWORD, ReasonCode.NOT_AUTHORIZED))
                .hasMessageContaining("check the credentials");
    }

    @Test
    void scram_with_the_same_key_opens_too_and_is_repeated_on_the_living_connection() throws Exception {
        String user = "Signature|" + keys.accessKey() + "|" + keys.instance();
        try (MqttClient client = builder(Wire.TCP, "scram")
                .credentials(Scram.credentials(user, keys.secretKey()))
                .connect()) {
            hello(client);
            client.reauthenticate();
            client.reauthenticate();
            client.publish(endpoint.topic("scram"), "still there");
        }
        MqttClientBuilder wrong = builder(Wire.TCP, "scram").credentials(Scram.credentials(user, "not the secret"));
        assertThatThrownBy(wrong::connect).isInstanceOf(MqttException.ConnectRefused.class);
    }

    /// Gives tokens, and remembers them.
    private static final class Supply {
        private final Queue<String> given = new ConcurrentLinkedQueue<>();

        List<Token> next() throws Exception {
            // The service tells of an end five minutes before, so the first token is one that ends soon.
            String token = endpoint.token(given.isEmpty() ? 60 : 3600);
            given.add(token);
            return List.of(new Token("RW", token));
        }
    }

    /// What became of what the client itself publishes.
    private static final class Control implements ClientObserver {
        private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

        @Override
        public void published(Message message, PublishOutcome outcome, long millis) {
            if (message.topic().toString().startsWith("$SYS/")) {
                outcomes.add(message.topic() + " " + outcome.isDelivered());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Version.class,
            names = {"MQTT_3_1_1", "MQTT_5"})
    void a_token_that_ends_soon_is_renewed_and_a_revoked_one_replaced(Version version) throws Exception {
        Supply supply = new Supply();
        Control control = new Control();
        Queue<ClientEvent> events = new ConcurrentLinkedQueue<>();
        try (MqttClient client = builder(Wire.TCP, "token-" + version)
                .version(version)
                .credentials(TokenCredentials.of(keys.accessKey(), keys.instance(), supply::next))
                .observer(control)
                .onEvent(events::add)
                .connect()) {
            assertThat(next(control.outcomes)).isEqualTo("$SYS/uploadToken true");
            assertThat(events).hasAtLeastOneElementOfType(ClientEvent.TokenExpiring.class);
            endpoint.revoke(supply.given.remove());
            hello(client);
            assertThat(events)
                    .as("the first token is out of use")
                    .noneMatch(ClientEvent.Disconnected.class::isInstance);
            endpoint.revoke(supply.given.remove());
            Awaitility.await().until(() -> events.stream().anyMatch(ClientEvent.Disconnected.class::isInstance));
            assertThat(events)
                    .filteredOn(ClientEvent.TokenInvalid.class::isInstance)
                    .containsExactly(new ClientEvent.TokenInvalid("RW", 3));
            Awaitility.await().until(client::isConnected);
            hello(client);
        }
    }

    @Test
    void a_message_to_one_device_needs_no_subscription() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (MqttClient receiver = builder(Wire.WS, "receiver")
                        .listen(keys.topic() + "/p2p/#", message -> heard.add(message.text()))
                        .connect();
                MqttClient sender = builder(Wire.TLS, "sender").connect()) {
            sender.publishTo(keys.topic(), receiver.clientId(), "for you alone".getBytes(UTF_8));
            assertThat(next(heard)).isEqualTo("for you alone");
        }
    }

    @Test
    void a_question_to_one_device_is_answered_by_way_of_p2p() throws Exception {
        try (MqttClient device = builder(Wire.TCP, "answering").connect();
                MqttClient asking = builder(Wire.TCP, "asking")
                        .replyTopic(keys.topic() + "/p2p/" + keys.group() + "@@@asking")
                        .connect()) {
            String topic = endpoint.topic("question");
            device.respond(topic, request -> (request.text() + "!").getBytes(UTF_8));
            assertThat(asking.request(Message.of(topic, "well"), Duration.ofSeconds(20))
                            .text())
                    .isEqualTo("well!");
        }
    }

    @Test
    void the_service_takes_the_wish_for_order_at_each_connect() throws Exception {
        Control control = new Control();
        Queue<ClientEvent> events = new ConcurrentLinkedQueue<>();
        try (MqttClient client = builder(Wire.TCP, "ordered")
                .orderedExport()
                .observer(control)
                .onEvent(events::add)
                .connect()) {
            assertThat(next(control.outcomes)).isEqualTo("$SYS/enableOrderMsg true");
            for (int i = 0; i < 10; i++) {
                client.publish(endpoint.topic("ordered"), Integer.toString(i));
            }
            assertThat(events).noneMatch(ClientEvent.Disconnected.class::isInstance);
        }
    }
}
