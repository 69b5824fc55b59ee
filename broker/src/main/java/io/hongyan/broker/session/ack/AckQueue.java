package io.hongyan.broker.session.ack;

import io.hongyan.codec.packet.Packet;
import io.hongyan.codec.packet.PubAck;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The acknowledgements that one connection still has to send, in the order of the packets that they answer
/// [MQTT-4.6.0-2, MQTT-4.6.0-3]. One that waits for the disk holds back those behind it. They go with the connection: a
/// later connection of the client never gets them.
///
/// Confined to its shard.
public final class AckQueue {
    /// Beyond so many the client is not read: it would only add to them.
    private static final int MOST = 4096;

    private final AckConnection connection;
    /// Null until something waits for the first time.
    private @Nullable ArrayDeque<PendingAck> waiting;

    private int unansweredQos1;
    private boolean paused;

    public AckQueue(AckConnection connection) {
        this.connection = connection;
    }

    public boolean isEmpty() {
        return waiting == null || waiting.isEmpty();
    }

    /// The acknowledgement that holds back all others; null when nothing waits.
    public @Nullable PendingAck first() {
        return waiting == null ? null : waiting.peek();
    }

    /// QoS 1 messages of the client that are not answered.
    public int unansweredQos1() {
        return unansweredQos1;
    }

    /// Sends a packet after those before it.
    public void add(Packet packet) {
        if (isEmpty()) {
            connection.send(packet);
        } else {
            add(new Ready(packet));
        }
    }

    public void add(PendingAck ack) {
        if (waiting == null) {
            waiting = new ArrayDeque<>(2);
        }
        waiting.add(ack);
        unansweredQos1 += ack.answersQos1() ? 1 : 0;
        if (waiting.size() > MOST && !paused) {
            paused = true;
            connection.pauseReading();
        }
    }

    /// Sends what has become ready at the front.
    public void flush() {
        if (waiting == null) {
            return;
        }
        while (!waiting.isEmpty() && waiting.element().ready() && connection.isCurrent()) {
            PendingAck ack = waiting.remove();
            unansweredQos1 -= ack.answersQos1() ? 1 : 0;
            ack.send(connection);
        }
        if (paused && waiting.size() <= MOST / 2 && connection.isCurrent()) {
            paused = false;
            connection.resumeReading();
        }
    }

    private record Ready(Packet packet) implements PendingAck {
        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public boolean answersQos1() {
            return packet instanceof PubAck;
        }

        @Override
        public void send(AckConnection to) {
            to.send(packet);
        }
    }
}
