package io.hongyan.conformance;

import io.hongyan.codec.QoS;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/// Receives with a persistent session and records every message.
final class HistorySubscriber implements Runnable {
    private final String id;
    private final IntSupplier port;
    private final Map<String, List<Integer>> got = new ConcurrentHashMap<>();
    private final Set<Integer> unreleased = new HashSet<>();
    private volatile boolean known;
    private volatile boolean stopping;

    HistorySubscriber(String id, IntSupplier port) {
        this.id = id;
        this.port = port;
    }

    /// Whether it has its subscription.
    boolean subscribed() {
        return known;
    }

    /// The numbers that came on the topic of that publisher, in the order of their coming.
    List<Integer> from(String publisher) {
        List<Integer> numbers = list("h/" + publisher);
        synchronized (numbers) {
            return List.copyOf(numbers);
        }
    }

    /// Ends with the next packet or the connection.
    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping) {
            try (RawClient client = new RawClient(port.getAsInt())) {
                client.resume(id, known);
                if (!known) {
                    client.subscribe(QoS.EXACTLY_ONCE, "h/#");
                    known = true;
                }
                while (!stopping) {
                    take(client, client.next());
                }
            } catch (RawClient.ConnectionEnded | UncheckedIOException e) {
                Thread.onSpinWait(); // the broker was killed: once more
            }
        }
    }

    private void take(RawClient client, Received packet) {
        if (packet.type() == Received.PUBREL) {
            unreleased.remove(packet.packetId());
            client.pubComp(packet.packetId());
        } else if (packet.qos() == 1) {
            record(packet);
            client.pubAck(packet.packetId());
        } else {
            if (unreleased.add(packet.packetId())) {
                record(packet);
            }
            client.pubRec(packet.packetId());
        }
    }

    private void record(Received message) {
        List<Integer> numbers = list(message.topic());
        synchronized (numbers) {
            numbers.add(Integer.valueOf(message.payload()));
        }
    }

    private List<Integer> list(String topic) {
        return got.computeIfAbsent(topic, _ -> new ArrayList<>());
    }
}
