package io.hongyan.conformance.rocketmq;

import io.hongyan.rocketmq.server.BusinessSystem;
import java.util.Map;

/// Sends the numbers from 0 on to devices, each until RocketMQ has said that it has it.
final class BusinessSender implements Runnable {
    private final BusinessSystem business;
    private final String topic;
    private final Map<String, String> properties;
    private volatile int acknowledged;
    private volatile boolean stopping;

    /// @param topic of RocketMQ
    /// @param subTopic of MQTT, where devices get them
    BusinessSender(BusinessSystem business, String topic, String subTopic) {
        this.business = business;
        this.topic = topic;
        properties = Map.of("mqttSecondTopic", subTopic);
    }

    /// How many numbers RocketMQ has.
    int acknowledged() {
        return acknowledged;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        int next = 0;
        while (!stopping) {
            try {
                business.send(topic, "", Integer.toString(next), properties);
                next++;
                acknowledged = next;
            } catch (IllegalStateException e) {
                Thread.onSpinWait(); // RocketMQ is away: once more
            }
        }
    }
}
