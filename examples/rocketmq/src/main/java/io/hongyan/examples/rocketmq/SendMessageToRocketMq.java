package io.hongyan.examples.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.eclipse.paho.client.mqttv3.MqttClient;

/// A device publishes, and a business system gets each message from RocketMQ, with client id and topic as properties.
final class SendMessageToRocketMq {
    private static final int MESSAGES = 10;

    private SendMessageToRocketMq() {}

    public static void main(String[] args) throws Exception {
        Example.start(SendMessageToRocketMq::run);
    }

    private static void run(Settings settings) throws Exception {
        Countdown missing = Countdown.of(MESSAGES);
        MqttClient device = settings.connect("sender", true);
        Business.consume("SendMessageToRocketMq", Settings.OUT, message -> {
            System.out.println("RocketMQ has " + message.getMsgId() + ": " + new String(message.getBody(), UTF_8)
                    + ", from " + message.getUserProperty("clientId") + ", topic " + message.getUserProperty("topic"));
            if (device.getClientId().equals(message.getUserProperty("clientId"))) {
                missing.one();
            }
        });
        for (int i = 0; i < MESSAGES; i++) {
            device.publish(settings.topic() + "/hall/temperature", ("measurement " + i).getBytes(UTF_8), 1, false);
        }
        missing.awaitSoon();
        device.disconnect();
        device.close();
    }
}
