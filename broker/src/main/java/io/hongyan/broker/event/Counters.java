package io.hongyan.broker.event;

import io.hongyan.codec.QoS;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// The counters of one shard. Its thread alone writes them, without an atomic instruction; any thread reads them and
/// may see a slightly old value.
@SuppressWarnings("EnumOrdinal") // a counter's ordinal is the index of its cell
public final class Counters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int RECEIVED_0 = Counter.PUBLISH_RECEIVED_QOS0.ordinal();
    private static final int SENT_0 = Counter.PUBLISH_SENT_QOS0.ordinal();

    private final long[] cells = new long[Counter.values().length];
    private final LatencyHistogram delays = new LatencyHistogram();
    private final LatencyHistogram publishAnswersQos1 = new LatencyHistogram();
    private final LatencyHistogram publishAnswersQos2 = new LatencyHistogram();

    /// Adds one. Shard thread only.
    public void count(Counter counter) {
        add(counter.ordinal(), 1);
    }

    /// Adds an amount. Shard thread only.
    public void add(Counter counter, long amount) {
        add(counter.ordinal(), amount);
    }

    /// One packet was received. Shard thread only.
    public void received(int bytes) {
        add(Counter.PACKETS_RECEIVED.ordinal(), 1);
        add(Counter.BYTES_RECEIVED.ordinal(), bytes);
    }

    /// One packet was written. Shard thread only.
    public void sent(int bytes) {
        add(Counter.PACKETS_SENT.ordinal(), 1);
        add(Counter.BYTES_SENT.ordinal(), bytes);
    }

    /// A PUBLISH was received. Shard thread only.
    public void publishReceived(QoS qos, int payloadBytes) {
        add(RECEIVED_0 + qos.level(), 1);
        add(Counter.PUBLISH_BYTES_RECEIVED.ordinal(), payloadBytes);
    }

    /// A PUBLISH of that size was written. Shard thread only.
    public void publishSent(QoS qos, int payloadBytes, int packetBytes) {
        sent(packetBytes);
        add(SENT_0 + qos.level(), 1);
        add(Counter.PUBLISH_BYTES_SENT.ordinal(), payloadBytes);
    }

    /// A PUBLISH of QoS 1 or 2 was answered by PUBACK or PUBREC. Shard thread only.
    ///
    /// @param nanos from when it was read
    public void publishAnswered(QoS qos, long nanos) {
        publishAnswers(qos).record(nanos);
    }

    /// From PUBLISH read to PUBACK or PUBREC written. Any thread may read it.
    ///
    /// @param qos 1 or 2
    public LatencyHistogram publishAnswers(QoS qos) {
        return qos == QoS.AT_LEAST_ONCE ? publishAnswersQos1 : publishAnswersQos2;
    }

    /// How late a task ran that was due: what everything else of the shard waits, too. Any thread may read it.
    public LatencyHistogram delays() {
        return delays;
    }

    /// The present value. Any thread.
    public long value(Counter counter) {
        return (long) CELL.getOpaque(cells, counter.ordinal());
    }

    private void add(int index, long amount) {
        CELL.setOpaque(cells, index, cells[index] + amount);
    }
}
