package io.hongyan.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;

/// Goal: devices with Eclipse Paho for Java and MQTT 5 need no change.
class PahoV5Test extends ForeignClientContract {
    @Override
    ForeignClient client(Wire wire) {
        return new Paho(endpoint(), wire);
    }

    @Override
    int refusal() {
        return REFUSED_5;
    }

    @Test
    void user_properties_and_expiry_travel_with_the_message() throws Exception {
        String topic = endpoint().topic("properties");
        try (Paho paho = new Paho(endpoint(), Wire.TCP)) {
            assertThat(paho.connect(endpoint().device(), false)).isZero();
            paho.subscribe(topic, 1);
            MqttProperties properties = new MqttProperties();
            properties.setUserProperties(
                    List.of(new UserProperty("colour", "grey"), new UserProperty("colour", "white")));
            properties.setMessageExpiryInterval(1000L);
            MqttMessage sent = new MqttMessage("x".getBytes(StandardCharsets.UTF_8), 1, false, properties);
            paho.client.publish(topic, sent);
            paho.next();
            MqttProperties received = paho.listener
                    .messages()
                    .poll(MessageQueue.PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .getProperties();
            assertThat(received.getMessageExpiryInterval()).isBetween(900L, 1000L);
            assertThat(received.getUserProperties())
                    .extracting(property -> property.getKey() + "=" + property.getValue())
                    .containsExactly("colour=grey", "colour=white");
            paho.disconnect();
        }
    }

    private record Listener(MessageQueue received, BlockingQueue<MqttMessage> messages) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(message);
            received.add(new ReceivedMessage(topic, message.getPayload(), message.getQos()));
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String uri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }

    private static final class Paho extends CallbackClient {
        private final Listener listener = new Listener(received, new LinkedBlockingQueue<>());
        private MqttClient client;

        Paho(Endpoint endpoint, Wire wire) {
            super(endpoint, wire);
        }

        @Override
        public int connect(Login login, boolean keep) throws Exception {
            client = new MqttClient(endpoint.uri(wire), login.clientId(), new MemoryPersistence());
            client.setCallback(listener);
            MqttConnectionOptions options = new MqttConnectionOptions();
            options.setUserName(login.user());
            options.setPassword(login.passwordBytes());
            options.setCleanStart(!keep);
            options.setSessionExpiryInterval(keep ? 600L : 0L);
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
