package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

/// Goal: devices with Eclipse Paho for Java and MQTT 3.1.1 need no change.
class PahoV3Test extends ForeignClientContract {
    @Override
    ForeignClient client(Wire wire) {
        return new Paho(endpoint(), wire);
    }

    @Override
    int refusal() {
        return REFUSED_3;
    }

    @Test
    void a_token_opens_the_door() throws Exception {
        try (ForeignClient client = client(Wire.TCP)) {
            assertThat(client.connect(endpoint().deviceWithToken(), false)).isZero();
            client.subscribe(endpoint().topic("token"), 1);
            ReceivedMessage message = new ReceivedMessage(endpoint().topic("token"), "by token", 1);
            client.publish(message);
            assertThat(client.next()).isEqualTo(message);
            client.disconnect();
        }
    }

    @Test
    void the_will_of_a_client_that_is_cut_off_arrives() throws Exception {
        Login login = endpoint().device();
        String topic = endpoint().topic("will");
        try (ForeignClient receiver = client(Wire.TCP);
                MqttClient mortal =
                        new MqttClient(endpoint().uri(Wire.TCP), login.clientId(), new MemoryPersistence())) {
            assertThat(receiver.connect(endpoint().device(), false)).isZero();
            receiver.subscribe(topic, 1);
            MqttConnectOptions options = Paho.options(login, false);
            options.setWill(topic, "gone".getBytes(StandardCharsets.UTF_8), 1, false);
            mortal.connect(options);
            mortal.disconnectForcibly(0, 1000, false);
            assertThat(receiver.next()).isEqualTo(new ReceivedMessage(topic, "gone", 1));
            receiver.disconnect();
        }
    }

    private record Listener(MessageQueue received) implements MqttCallback {
        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(new ReceivedMessage(topic, message.getPayload(), message.getQos()));
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }

    private static final class Paho extends CallbackClient {
        private MqttClient client;

        Paho(Endpoint endpoint, Wire wire) {
            super(endpoint, wire);
        }

        static MqttConnectOptions options(Login login, boolean keep) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            options.setUserName(login.user());
            options.setPassword(login.password().toCharArray());
            options.setCleanSession(!keep);
            return options;
        }

        @Override
        public int connect(Login login, boolean keep) throws Exception {
            client = new MqttClient(endpoint.uri(wire), login.clientId(), new MemoryPersistence());
            // Before connecting: queued messages arrive at once.
            client.setCallback(new Listener(received));
            MqttConnectOptions options = options(login, keep);
            if (wire.encrypted()) {
                options.setSocketFactory(endpoint.tls().getSocketFactory());
            }
            try {
                client.connect(options);
                return 0;
            } catch (MqttException refused) {
                if (refused.getCause() != null) {
                    throw refused;
                }
                return refused.getReasonCode();
            }
        }

        @Override
        public void subscribe(String filter, int qos) throws MqttException {
            client.subscribe(filter, qos);
        }

        @Override
        public void unsubscribe(String filter) throws MqttException {
            client.unsubscribe(filter);
        }

        @Override
        public void publish(ReceivedMessage message) throws MqttException {
            client.publish(message.topic(), message.bytes(), message.qos(), false);
        }

        @Override
        public void disconnect() throws MqttException {
            client.disconnect();
        }

        @Override
        public void close() throws IOException {
            try {
                if (client.isConnected()) {
                    client.disconnectForcibly(0, 1000, false);
                }
                client.close();
            } catch (MqttException e) {
                throw new IOException(e);
            }
        }
    }
}
