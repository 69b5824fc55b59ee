package io.hongyan.conformance.clients;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import java.util.concurrent.ExecutionException;

/// Goal: devices with HiveMQ's client and MQTT 3.1.1 need no change.
class HiveMq3Test extends ForeignClientContract {
    @Override
    ForeignClient client(Wire wire) {
        return new Hive(endpoint(), wire);
    }

    @Override
    int refusal() {
        return REFUSED_3;
    }

    private static final class Hive extends CallbackClient {
        private Mqtt3AsyncClient client;

        Hive(Endpoint endpoint, Wire wire) {
            super(endpoint, wire);
        }

        @Override
        public int connect(Login login, boolean keep) throws Exception {
            client = HiveMq.aimed(Mqtt3Client.builder(), endpoint, wire, login).buildAsync();
            client.publishes(MqttGlobalPublishFilter.ALL, this::received);
            try {
                HiveMq.answer(client.connectWith()
                        .cleanSession(!keep)
                        .simpleAuth()
                        .username(login.user())
                        .password(login.passwordBytes())
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

        private void received(Mqtt3Publish message) {
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
