package io.hongyan.conformance.clients;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.Mqtt3ClientBuilder;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Goal: devices with HiveMQ's client and MQTT 3.1.1 need no change.
class HiveMq3Test extends GuestContract {
    @Override
    Guest guest(Wire wire) {
        return new Hive(endpoint(), wire);
    }

    @Override
    int refusal() {
        return REFUSED_3;
    }

    private static final class Hive implements Guest {
        private final Ears ears = new Ears();
        private final Endpoint endpoint;
        private final Wire wire;
        private Mqtt3AsyncClient client;

        Hive(Endpoint endpoint, Wire wire) {
            this.endpoint = endpoint;
            this.wire = wire;
        }

        private static <T> T answer(CompletableFuture<T> future) throws Exception {
            return future.get(Ears.PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public int connect(Login login, boolean keep) throws Exception {
            Mqtt3ClientBuilder builder = Mqtt3Client.builder()
                    .identifier(login.clientId())
                    .serverHost("127.0.0.1")
                    .serverPort(endpoint.port(wire));
            if (wire.encrypted()) {
                builder = builder.sslConfig(MqttClientSslConfig.builder()
                        .trustManagerFactory(endpoint.trust())
                        .build());
            }
            if (wire.webSocket()) {
                builder.webSocketConfig().serverPath("mqtt").applyWebSocketConfig();
            }
            client = builder.buildAsync();
            client.publishes(MqttGlobalPublishFilter.ALL, this::hear);
            try {
                answer(client.connectWith()
                        .cleanSession(!keep)
                        .simpleAuth()
                        .username(login.user())
                        .password(login.password().getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .send());
                return 0;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Mqtt3ConnAckException refused) {
                    return refused.getMqttMessage().getReturnCode().getCode();
                }
                throw e;
            }
        }

        private void hear(Mqtt3Publish message) {
            ears.hear(new Heard(
                    message.getTopic().toString(),
                    new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8),
                    message.getQos().getCode()));
        }

        @Override
        public void subscribe(String filter, int qos) throws Exception {
            answer(client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .send());
        }

        @Override
        public void unsubscribe(String filter) throws Exception {
            answer(client.unsubscribeWith().topicFilter(filter).send());
        }

        @Override
        public void publish(Heard message) throws Exception {
            answer(client.publishWith()
                    .topic(message.topic())
                    .payload(message.payload().getBytes(StandardCharsets.UTF_8))
                    .qos(MqttQos.fromCode(message.qos()))
                    .send());
        }

        @Override
        public Heard next() throws InterruptedException {
            return ears.next();
        }

        @Override
        public void disconnect() throws Exception {
            answer(client.disconnect());
        }

        @Override
        public void close() {
            if (client.getState().isConnected()) {
                client.toBlocking().disconnect();
            }
        }
    }
}
