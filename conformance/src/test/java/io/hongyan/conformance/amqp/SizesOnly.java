package io.hongyan.conformance.amqp;

import java.util.Queue;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/// Remembers how large the messages are that a device gets without subscription.
record SizesOnly(Queue<Integer> sizes) implements MqttCallback {
    @Override
    public void connectionLost(Throwable cause) {}

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        sizes.add(message.getPayload().length);
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {}
}
