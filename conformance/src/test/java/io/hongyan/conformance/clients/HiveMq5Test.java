package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Goal: devices with HiveMQ's client and MQTT 5 need no change.
class HiveMq5Test extends ForeignClientContract {
    @Override
    ForeignClient client(Wire wire) {
        return new Hive(endpoint(), wire);
    }

    @Override
    int refusal() {
        return REFUSED_5;
    }

    @Test
    void user_properties_and_expiry_travel_with_the_message() throws Exception {
        String topic = endpoint().topic("properties");
        try (Hive hive = new Hive(endpoint(), Wire.TCP)) {
            assertThat(hive.connect(endpoint().device(), false)).isZero();
            hive.subscribe(topic, 1);
            HiveMq.answer(hive.client
                    .publishWith()
                    .topic(topic)
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .contentType("text/plain")
                    .messageExpiryInterval(1000)
                    .userProperties()
                    .add("colour", "grey")
                    .add("colour", "white")
                    .applyUserProperties()
                    .send());
            hive.next();
            Mqtt5Publish received = hive.publishes.poll(MessageQueue.PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(received.getContentType()).hasToString("Optional[text/plain]");
            assertThat(received.getMessageExpiryInterval().orElseThrow()).isBetween(900L, 1000L);
            assertThat(received.getUserProperties().asList())
                    .extracting(property -> property.getName() + "=" + property.getValue())
                    .containsExactly("colour=grey", "colour=white");
            hive.disconnect();
        }
    }

    private static final class Hive extends CallbackClient {
        private final BlockingQueue<Mqtt5Publish> publishes = new LinkedBlockingQueue<>();
        private Mqtt5AsyncClient client;

        Hive(Endpoint endpoint, Wire wire) {
            super(endpoint, wire);
        }

        @Override
        public int connect(Login login, boolean keep) throws Exception {
            client = HiveMq.aimed(Mqtt5Client.builder(), endpoint, wire, login).buildAsync();
            client.publishes(MqttGlobalPublishFilter.ALL, this::received);
            try {
                HiveMq.answer(client.connectWith()
                        .cleanStart(!keep)
                        .sessionExpiryInterval(keep ? 600 : 0)
                        .simpleAuth()
                        .username(login.user())
                        .password(login.passwordBytes())
                        .applySimpleAuth()
                        .send());
                return 0;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Mqtt5ConnAckException refused) {
                    return refused.getMqttMessage().getReasonCode().getCode();
                }
                throw e;
            }
        }

        private void received(Mqtt5Publish message) {
            publishes.add(message);
            received.add(new ReceivedMessage(
                    message.getTopic().toString(),
                    message.getPayloadAsBytes(),
                    message.getQos().getCode()));
        }

        @Override
        public void subscribe(String filter, int qos) throws Exception {
            HiveMq.answer(client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .send());
        }

        @Override
        public void unsubscribe(String filter) throws Exception {
            HiveMq.answer(client.unsubscribeWith().topicFilter(filter).send());
        }

        @Override
        public void publish(ReceivedMessage message) throws Exception {
            HiveMq.answer(client.publishWith()
                    .topic(message.topic())
                    .payload(message.bytes())
                    .qos(MqttQos.fromCode(message.qos()))
                    .send());
        }

        @Override
        public void disconnect() throws Exception {
            HiveMq.answer(client.disconnect());
        }

        @Override
        public void close() {
            if (client.getState().isConnected()) {
                client.toBlocking().disconnect();
            }
        }
    }
}
