package io.hongyan.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.client.auth.CloudSignature;
import io.hongyan.client.config.Tls;
import io.hongyan.client.message.Delivery;
import io.hongyan.client.message.Message;
import io.hongyan.client.message.MqttException;
import io.hongyan.testkit.CloudLogin;
import io.hongyan.testkit.TestBroker;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The client at an instance in profile cloud.
class CloudInstanceTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private TestBroker broker;
    private CloudLogin cloud;

    @BeforeEach
    void start() {
        broker = TestBroker.builder().cloud().build();
        cloud = broker.cloud();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private MqttClientBuilder client(String device) {
        return MqttClient.builder()
                .server("mqtt://127.0.0.1:" + broker.port())
                .clientId(cloud.clientId(device))
                .credentials(CloudSignature.of(cloud.accessKey(), cloud.secretKey(), cloud.instance()));
    }

    @Test
    void a_request_with_the_default_reply_topic_says_to_set_another_one() {
        try (MqttClient client = client("asking").connect()) {
            assertThatThrownBy(() -> client.request(Message.of(cloud.topic() + "/service", "x"), LONG))
                    .isInstanceOf(MqttException.Refused.class)
                    .hasMessageContaining("hongyan/replies/" + cloud.clientId("asking"))
                    .hasMessageContaining("replyTopic")
                    .hasMessageNotContaining("closed");
        }
    }

    @Test
    void a_request_with_a_p2p_reply_topic_is_answered() {
        String id = cloud.clientId("asking");
        try (MqttClient answering = client("answering").connect();
                MqttClient client =
                        client("asking").replyTopic(cloud.p2pTopic(id)).connect()) {
            answering.respond(cloud.topic() + "/service", Delivery::payload);
            assertThat(client.request(Message.of(cloud.topic() + "/service", "echo"), LONG)
                            .text())
                    .isEqualTo("echo");
        }
    }

    @Test
    void the_login_of_the_testkit_serves_any_client_and_tls() {
        Received<String> received = new Received<>();
        String id = cloud.clientId("plain");
        try (MqttClient plain = MqttClient.builder()
                        .server("mqtts://localhost:" + broker.tlsPort())
                        .tls(Tls.trusting(broker.certificate()))
                        .clientId(id)
                        .credentials(cloud.username(), cloud.password(id))
                        .listen(cloud.p2pTopic(id), message -> received.accept(message.text()))
                        .connect();
                MqttClient sender = client("sender").connect()) {
            sender.publishTo(cloud.topic(), id, "for you".getBytes(UTF_8));
            assertThat(received.next()).isEqualTo("for you");
            assertThat(broker.disconnect(id)).isTrue();
            assertThat(plain.clientId()).isEqualTo(id);
        }
    }

    @Test
    void a_wrong_secret_is_refused() {
        MqttClientBuilder builder =
                client("forged").credentials(CloudSignature.of(cloud.accessKey(), "wrong", cloud.instance()));
        assertThatThrownBy(builder::connect).isInstanceOf(MqttException.ConnectRefused.class);
    }
}
