package io.hongyan.conformance.rocketmq;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/// A device with a session that outlives its connections, of another manufacturer (Paho). It connects again by itself,
/// and remembers which numbers it got.
final class Device implements AutoCloseable {
    private static final int LONGEST_PAUSE_MILLIS = 1000;

    private final Set<Integer> numbers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger received = new AtomicInteger();
    private final MqttAsyncClient client;

    Device(String uri, String id, String filter) throws MqttException {
        client = new MqttAsyncClient(uri, id, new MemoryPersistence());
        client.setCallback(new OnMessage((topic, message) -> {
            numbers.add(Integer.valueOf(message.toString()));
            received.incrementAndGet();
        }));
        MqttConnectOptions options = new MqttConnectOptions();
        options.setCleanSession(false);
        options.setAutomaticReconnect(true);
        options.setMaxReconnectDelay(LONGEST_PAUSE_MILLIS);
        client.connect(options).waitForCompletion();
        client.subscribe(filter, 1).waitForCompletion();
    }

    /// How many different numbers came.
    int numbers() {
        return numbers.size();
    }

    /// How many came again.
    int doubled() {
        return received.get() - numbers.size();
    }

    @Override
    public void close() throws MqttException {
        client.setCallback(null);
        client.disconnectForcibly(0, 0, false);
        client.close(true);
    }
}
