package io.hongyan.examples.rocketmq;

import java.io.IOException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.eclipse.paho.client.mqttv3.MqttException;

/// The common part of each `main`: a failure is a sentence and exit code 1. In any case the program ends then:
/// RocketMQ's clients leave threads behind that would keep it.
@FunctionalInterface
interface Example {
    void run(Settings settings) throws Exception;

    static void start(Example example) throws Exception {
        int code = 0;
        try {
            Settings.requireRocketMq();
            example.run(Settings.read());
        } catch (MqttException | MQClientException | IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
    }
}
