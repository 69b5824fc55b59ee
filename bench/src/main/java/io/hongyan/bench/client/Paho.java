package io.hongyan.bench.client;

import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// Eclipse Paho for MQTT 3.1.1, its asynchronous client; the most used of its clients.
record Paho() implements Candidate {
    private static final int WINDOW = 1000;

    @Override
    public Peer connect(int port, String clientId) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(WINDOW);
        client.connect(options).waitForCompletion();
        return new Client(client);
    }

    private record Client(MqttAsyncClient client) implements Peer {
        @Override
        public void subscribe(String filter, int qos, Runnable arrived) throws MqttException {
            client.setCallback(new Callback(arrived));
            client.subscribe(filter, qos).waitForCompletion();
        }

        @Override
        public void publish(String topic, byte[] payload, int qos) throws MqttException {
            client.publish(topic, payload, qos, false);
        }

        @Override
        public void close() throws MqttException {
            client.disconnect().waitForCompletion();
            client.close();
        }
    }

    private record Callback(Runnable arrived) implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {
            throw new IllegalStateException("the connection was lost", cause);
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            arrived.run();
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
