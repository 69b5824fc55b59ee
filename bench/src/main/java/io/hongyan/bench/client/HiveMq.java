package io.hongyan.bench.client;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;

/// The HiveMQ MQTT client, its asynchronous API.
record HiveMq() implements Candidate {
    @Override
    public Peer connect(int port, String clientId) {
        Mqtt5AsyncClient client = Mqtt5Client.builder()
                .serverHost("127.0.0.1")
                .serverPort(port)
                .identifier(clientId)
                .buildAsync();
        client.connect().join();
        return new Client(client);
    }

    private record Client(Mqtt5AsyncClient client) implements Peer {
        @Override
        public void subscribe(String filter, int qos, Runnable arrived) {
            client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.fromCode(qos))
                    .callback(message -> arrived.run())
                    .send()
                    .join();
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // who measures counts what arrives
        public void publish(String topic, byte[] payload, int qos) {
            client.publishWith()
                    .topic(topic)
                    .qos(MqttQos.fromCode(qos))
                    .payload(payload)
                    .send();
        }

        @Override
        public void close() {
            client.disconnect().join();
        }
    }
}
