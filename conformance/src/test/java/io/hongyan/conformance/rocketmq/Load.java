package io.hongyan.conformance.rocketmq;

import static org.awaitility.Awaitility.await;

import io.hongyan.codec.QoS;
import io.hongyan.conformance.HistoryPublisher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttException;

/// Devices that publish, a business system that sends, and who receives from both.
final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PUBLISHERS = 4;

    final ConsumedHistory out = new ConsumedHistory();
    private final List<HistoryPublisher> publishers;
    private final BusinessSender sender;
    private final Device device;

    Load(Chain chain) throws MqttException {
        publishers = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> new HistoryPublisher(
                        "p" + i, i % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE, chain.service::port))
                .toList();
        sender = new BusinessSender(chain.business, "IN", "business");
        device = new Device("tcp://127.0.0.1:" + chain.service.port(), "device", "d/#");
        chain.business.consume("OUT", out::add);
    }

    void start(ExecutorService threads) {
        publishers.forEach(threads::execute);
        threads.execute(sender);
    }

    /// Devices are acknowledged, so many times, whatever RocketMQ does.
    void goOn(int more) {
        int goal = publishers.getFirst().finished() + more;
        await().atMost(PATIENCE).until(() -> publishers.getFirst().finished() >= goal);
    }

    int acknowledged() {
        return publishers.stream().mapToInt(HistoryPublisher::finished).sum();
    }

    void stop() {
        publishers.forEach(HistoryPublisher::stop);
        sender.stop();
    }

    @Override
    public void close() throws MqttException {
        stop();
        publishers.forEach(HistoryPublisher::abandon);
        device.close();
    }

    /// What was acknowledged and has not arrived.
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            compare("p" + i, publishers.get(i).finished(), out.count("p" + i), missing);
        }
        compare("business", sender.acknowledged(), device.numbers(), missing);
        return missing;
    }

    private static void compare(String who, int acknowledged, int arrived, List<String> missing) {
        if (arrived < acknowledged) {
            missing.add(arrived + " of " + acknowledged + " of " + who);
        }
    }

    String told(int faults) {
        return faults + " faults, " + acknowledged() + " acknowledged messages of devices: none lost, all in order, "
                + out.doubled() + " came twice; " + sender.acknowledged()
                + " acknowledged messages of a business system: none lost, "
                + device.doubled() + " came twice\n";
    }
}
