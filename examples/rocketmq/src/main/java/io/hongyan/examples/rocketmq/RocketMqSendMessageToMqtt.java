package io.hongyan.examples.rocketmq;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.eclipse.paho.client.mqttv3.MqttClient;

/// A business system sends to all devices that have subscribed, and to one of them by its client id.
final class RocketMqSendMessageToMqtt {
    private RocketMqSendMessageToMqtt() {}

    public static void main(String[] args) throws Exception {
        Example.start(RocketMqSendMessageToMqtt::run);
    }

    private static void run(Settings settings) throws Exception {
        Countdown missing = Countdown.of(2);
        MqttClient device = settings.connect("receiver", true);
        device.subscribe(settings.topic() + "/#", 1, (topic, message) -> {
            System.out.println("the device has: " + message + ", topic " + topic);
            missing.one();
        });
        DefaultMQProducer producer = new DefaultMQProducer("examples");
        producer.setNamesrvAddr(Settings.nameServer());
        producer.start();

        Message all = new Message(Settings.IN, "for all".getBytes(UTF_8));
        all.putUserProperty("mqttSecondTopic", "news/today");
        producer.send(all);

        Message one = new Message(Settings.IN, "for one".getBytes(UTF_8));
        one.putUserProperty("mqttSecondTopic", "p2p/" + device.getClientId());
        producer.send(one);

        missing.awaitSoon();
        producer.shutdown();
        device.disconnect();
        device.close();
    }
}
