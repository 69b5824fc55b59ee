package io.hongyan.bridge.rocketmq;

import com.sun.management.OperatingSystemMXBean;
import io.hongyan.exchange.spi.Exchange;
import io.hongyan.exchange.spi.ExchangeSender;
import io.hongyan.exchange.spi.ExchangeSettings;
import io.hongyan.exchange.spi.OutboundMessage;
import io.hongyan.rocketmq.server.RocketMq;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Measures the sender beside RocketMQ's own producer, which sends the same batches to one queue after the other:
/// `mvn -pl bridge-rocketmq -am test -Dtest=SenderMeasurement -Dsurefire.failIfNoSpecifiedTests=false`.
@ExtendWith(WithRocketMq.class)
class SenderMeasurement {
    private static final System.Logger LOG = System.getLogger(SenderMeasurement.class.getName());
    private static final int MESSAGES = 200_000;
    private static final int BATCH = 500;
    private static final int QUEUES = 4;
    private static final Map<String, String> PROPERTIES = Map.of(
            "mqttSecondTopic", "/room/12/temperature",
            "qoslevel", "1",
            "cleansessionflag", "true",
            "clientId", "GID_sensors@@@0001",
            "topic", "sensors/room/12/temperature");

    private final RocketMq rocketMq;
    private final Business business;

    SenderMeasurement(RocketMq rocketMq, Business business) {
        this.rocketMq = rocketMq;
        this.business = business;
    }

    /// Sends messages from a number on.
    @FunctionalInterface
    private interface Batches {
        void send(int from) throws Exception;
    }

    @Test
    void rate_and_processor_time() throws Exception {
        String topic = business.topic(QUEUES);
        try (Exchange exchange = new RocketMqProvider()
                .open(new ExchangeSettings("rocketmq", "main", List.of(rocketMq.nameServer()), "", "", false, ""))) {
            ExchangeSender sender = exchange.sender("rule");
            DefaultMQProducer producer = business.producer();
            List<OutboundMessage> batch = batch();
            for (int round = 0; round < 3; round++) {
                measure("our sender, " + BATCH + " a batch", from -> sender.send(topic, batch));
                for (int size : new int[] {BATCH, BATCH / QUEUES}) {
                    measure("RocketMQ's producer, " + size + " a batch", from -> {
                        for (int done = 0; done < BATCH; done += size) {
                            var queue = new MessageQueue(topic, "broker-a", done / size % QUEUES);
                            producer.send(messages(topic, size), queue, 3_000);
                        }
                    });
                }
            }
        }
    }

    private static List<Message> messages(String topic, int count) {
        var messages = new ArrayList<Message>();
        for (int i = 0; i < count; i++) {
            var message = new Message(topic, new byte[256]);
            PROPERTIES.forEach(message::putUserProperty);
            messages.add(message);
        }
        return messages;
    }

    private static List<OutboundMessage> batch() {
        var batch = new ArrayList<OutboundMessage>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(new OutboundMessage(
                    "%032X".formatted(i), "GID_sensors@@@" + i % 100, true, "", PROPERTIES, new byte[256]));
        }
        return batch;
    }

    private static void measure(String what, Batches batches) throws Exception {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long start = NanoClock.SYSTEM.nanos();
        for (int from = 0; from < MESSAGES; from += BATCH) {
            batches.send(from);
        }
        double seconds = (NanoClock.SYSTEM.nanos() - start) / 1e9;
        double micros = (system.getProcessCpuTime() - cpu) / 1e3 / MESSAGES;
        LOG.log(
                System.Logger.Level.INFO,
                "%s: %.0f messages/s, %.1f us of CPU a message".formatted(what, MESSAGES / seconds, micros));
    }
}
