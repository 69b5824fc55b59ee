package io.hongyan.examples.serversdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alibaba.mqtt.server.ServerConsumer;
import com.alibaba.mqtt.server.ServerProducer;
import com.alibaba.mqtt.server.common.SendResult;
import com.alibaba.mqtt.server.config.ConsumerConfig;
import com.alibaba.mqtt.server.config.ProducerConfig;
import com.alibaba.mqtt.server.model.StatusType;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;

/// A business system with the cloud service's server SDK: it learns that a device comes, gets what the device
/// publishes, sends it a message, and learns that it goes.
final class ServerSdk {
    private static final int MESSAGES = 3;
    private static final int PATIENCE_SECONDS = 30;

    private final Settings settings;
    private final String device;
    private final CountDownLatch consumed = new CountDownLatch(MESSAGES);
    private final CountDownLatch commanded = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    private ServerSdk(Settings settings) {
        this.settings = settings;
        this.device = settings.group() + "@@@box1";
    }

    /// The threads of the SDK never end, so the program does.
    public static void main(String[] args) throws Exception {
        int code = 0;
        try {
            new ServerSdk(Settings.read()).run();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            code = 1;
        }
        System.exit(code);
    }

    private void run() throws Exception {
        ServerConsumer consumer = new ServerConsumer(settings.channel(), new ConsumerConfig());
        try {
            consumer.start();
        } catch (ConnectException e) {
            throw new IOException(settings.noAmqp(), e);
        }
        consumer.subscribeStatus(settings.group(), notice -> {
            System.out.println("status: " + notice.getClientId() + " is " + notice.getStatusType());
            if (notice.getClientId().equals(device) && notice.getStatusType() == StatusType.OFFLINE) {
                left.countDown();
            }
        });
        consumer.subscribeTopic(settings.topic(), (id, properties, payload) -> {
            System.out.println("consumer: " + new String(payload, UTF_8) + " from " + properties.getClientId()
                    + ", topic " + properties.getFirstTopic() + properties.getSecondTopic() + ", id " + id);
            if (device.equals(properties.getClientId())) {
                consumed.countDown();
            }
        });
        MqttClient box = settings.device(device);
        String commands = settings.topic() + "/p2p/" + device;
        box.subscribe(commands, 1, (_, message) -> {
            System.out.println("device: " + message);
            commanded.countDown();
        });
        for (int i = 1; i <= MESSAGES; i++) {
            box.publish(settings.topic() + "/hall/temperature", ("measurement " + i).getBytes(UTF_8), 1, false);
        }
        awaited(consumed, "what the device published");
        send(commands);
        awaited(commanded, "the command");
        box.disconnect();
        box.close();
        awaited(left, "the notice that the device is gone");
        consumer.stop();
    }

    private void send(String topic) throws Exception {
        ServerProducer producer = new ServerProducer(settings.channel(), new ProducerConfig());
        producer.start();
        SendResult result = producer.sendMessage(topic, "switch on".getBytes(UTF_8), null, null, null);
        System.out.println("producer: " + (result.isSuccess() ? "sent " + result.getMsgId() : "refused"));
        producer.stop();
    }

    private static void awaited(CountDownLatch latch, String what) throws IOException, InterruptedException {
        if (!latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException(what + " has not come within " + PATIENCE_SECONDS
                    + " s; './hongyan admin queue list' tells what waits, and the log of the service what it refused");
        }
    }
}
