package io.hongyan.cluster.link;

import io.hongyan.broker.event.LatencyHistogram;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// What the links of one loop did since the start. The loop alone writes, without an atomic instruction; any thread
/// reads, and may see a slightly old value.
@SuppressWarnings("EnumOrdinal") // a figure's ordinal is the index of its cell
public final class LinkCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int REASONS = Refusal.Reason.values().length;
    private static final int FIGURES = Figure.values().length;

    private final long[] cells = new long[FIGURES + 2 * REASONS];
    private final LatencyHistogram roundTrips = new LatencyHistogram();

    /// What is counted.
    public enum Figure {
        FRAMES_IN,
        /// Whole frames, with their heads.
        BYTES_IN,
        FRAMES_OUT,
        /// Whole frames, with their heads.
        BYTES_OUT,
        /// Links that came into being, of either side.
        OPENED,
        /// Those of them that ended.
        CLOSED,
        /// Links that this node opened after the first one to that loop had ended.
        REOPENED,
        /// Attempts of this node to open a link that failed, those that were refused among them.
        NOT_OPENED,
        /// Frames that users wanted to send on a link whose backlog was full.
        FULL,
        /// Links that ended because nothing came from the other side.
        SILENT,
        /// Connections to the port of the cluster that said no HELLO, or none in time.
        NO_HELLO,
        /// Exceptions of users.
        FAILURES
    }

    void count(Figure figure) {
        add(figure.ordinal(), 1);
    }

    void received(int bytes) {
        add(Figure.FRAMES_IN.ordinal(), 1);
        add(Figure.BYTES_IN.ordinal(), bytes);
    }

    void sent(int bytes) {
        add(Figure.FRAMES_OUT.ordinal(), 1);
        add(Figure.BYTES_OUT.ordinal(), bytes);
    }

    void refused(Refusal.Reason reason) {
        add(FIGURES + reason.ordinal(), 1);
    }

    void refusedBy(Refusal.Reason reason) {
        add(FIGURES + REASONS + reason.ordinal(), 1);
    }

    void roundTrip(long nanos) {
        roundTrips.record(nanos);
    }

    /// The present value. Any thread.
    public long value(Figure figure) {
        return at(figure.ordinal());
    }

    /// How often this node refused a link for that reason. Any thread.
    public long refusals(Refusal.Reason reason) {
        return at(FIGURES + reason.ordinal());
    }

    /// How often other nodes refused a link of this one for that reason. Any thread.
    public long refusalsByOthers(Refusal.Reason reason) {
        return at(FIGURES + REASONS + reason.ordinal());
    }

    /// From PING sent to PONG read. Any thread.
    public LatencyHistogram roundTrips() {
        return roundTrips;
    }

    private long at(int index) {
        return (long) CELL.getOpaque(cells, index);
    }

    private void add(int index, long amount) {
        CELL.setOpaque(cells, index, cells[index] + amount);
    }
}
