package io.hongyan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hongyan.codec.QoS;
import io.hongyan.codec.packet.Publish;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.raw.RawClient;
import io.hongyan.codec.raw.Received;
import io.hongyan.codec.topic.Topic;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.IntSupplier;

/// Publishes rising numbers with a persistent session, several at a time, and completes each of them
/// across reconnects.
public final class HistoryPublisher implements Runnable {
    private static final int WINDOW = 10;
    private static final int IDS = 60_000;

    private final String id;
    private final QoS qos;
    private final IntSupplier port;
    private final ArrayDeque<Sent> outstanding = new ArrayDeque<>();
    private int next;
    private int done;
    private boolean known;
    private volatile int finished;
    private volatile boolean stopping;
    private volatile boolean abandoned;

    private static final class Sent {
        final int number;
        boolean released;

        Sent(int number) {
            this.number = number;
        }

        int packetId() {
            return 1 + number % IDS;
        }
    }

    /// @param id its client id, and its topic below `h/`
    public HistoryPublisher(String id, QoS qos, IntSupplier port) {
        this.id = id;
        this.qos = qos;
        this.port = port;
    }

    /// How many numbers were acknowledged so far.
    public int finished() {
        return finished;
    }

    /// Publishes no new numbers.
    public void stop() {
        stopping = true;
    }

    /// Stops finishing exchanges, too.
    public void abandon() {
        abandoned = true;
    }

    private boolean working() {
        return !abandoned && (!stopping || !outstanding.isEmpty());
    }

    @Override
    public void run() {
        while (working()) {
            try (RawClient client = new RawClient(port.getAsInt())) {
                client.resume(id, known);
                known = true;
                outstanding.forEach(sent -> send(client, sent, true));
                talk(client);
            } catch (RawClient.ConnectionEnded | UncheckedIOException e) {
                Thread.onSpinWait(); // the broker was killed: once more
            }
        }
    }

    private void talk(RawClient client) {
        while (working()) {
            while (!stopping && outstanding.size() < WINDOW) {
                Sent fresh = new Sent(next++);
                outstanding.add(fresh);
                send(client, fresh, false);
            }
            if (!outstanding.isEmpty()) {
                answer(client, client.next());
            }
        }
        client.leave();
    }

    private void send(RawClient client, Sent sent, boolean again) {
        if (sent.released) {
            client.pubRel(sent.packetId());
        } else {
            byte[] payload = Integer.toString(sent.number).getBytes(UTF_8);
            client.send(new Publish(Topic.of("h/" + id), sent.packetId(), qos, false, again, payload, Properties.NONE));
        }
    }

    private void answer(RawClient client, Received packet) {
        for (Iterator<Sent> all = outstanding.iterator(); all.hasNext(); ) {
            Sent sent = all.next();
            if (sent.packetId() == packet.packetId()) {
                if (packet.type() == Received.PUBREC) {
                    sent.released = true;
                    client.pubRel(sent.packetId());
                } else {
                    all.remove();
                    finished = ++done;
                }
                return;
            }
        }
    }
}
