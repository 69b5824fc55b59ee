package io.hongyan.bench.client;

import io.hongyan.client.MqttClient;
import io.hongyan.client.MqttClientBuilder;
import io.hongyan.client.message.Acknowledge;
import io.hongyan.client.message.Message;
import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Subscription;
import io.hongyan.codec.topic.Topic;

/// Ours.
///
/// @param direct whether receivers run on the network's thread instead of the usual virtual ones
record Hongyan(boolean direct) implements Candidate {
    @Override
    public Peer connect(int port, String clientId) {
        MqttClientBuilder builder =
                MqttClient.builder().server("mqtt://127.0.0.1:" + port).clientId(clientId);
        return new Client((direct ? builder.executor(Runnable::run) : builder).connect());
    }

    private record Client(MqttClient client) implements Peer {
        @Override
        public void subscribe(String filter, int qos, Runnable arrived) {
            client.subscribe(
                    new Subscription(filter, QoS.of(qos)), Acknowledge.AFTER_RECEIVER, message -> arrived.run());
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // who measures counts what arrives
        public void publish(String topic, byte[] payload, int qos) {
            client.async().publish(Message.of(Topic.of(topic), payload).withQos(QoS.of(qos)));
        }

        @Override
        public void close() {
            client.close();
        }
    }
}
