package io.hongyan.broker.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;

/// How often something took how long. One thread records, without an atomic instruction; any thread reads, and may see
/// a slightly old value.
public final class LatencyHistogram {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

    /// The longest time of each step but the last, in microseconds.
    private static final long[] STEPS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000
    };

    private static final int SUM = STEPS.length + 1;

    private final long[] cells = new long[STEPS.length + 2];

    /// Records one time. The recording thread only.
    ///
    /// @param nanos 0 or more; less counts as 0
    public void record(long nanos) {
        long micros = Math.max(0, nanos / 1000);
        int step = 0;
        while (step < STEPS.length && micros > STEPS[step]) {
            step++;
        }
        CELL.setOpaque(cells, step, cells[step] + 1);
        CELL.setOpaque(cells, SUM, cells[SUM] + micros);
    }

    /// What was recorded so far. Any thread.
    public LatencyTotals totals() {
        long[] counts = new long[STEPS.length + 1];
        for (int step = 0; step < counts.length; step++) {
            counts[step] = (long) CELL.getOpaque(cells, step);
        }
        return new LatencyTotals(counts, (long) CELL.getOpaque(cells, SUM));
    }

    /// The longest time of each step in seconds; the last one has no end.
    public static double[] bounds() {
        double[] seconds = new double[STEPS.length + 1];
        for (int step = 0; step < STEPS.length; step++) {
            seconds[step] = STEPS[step] / (double) TimeUnit.SECONDS.toMicros(1);
        }
        seconds[STEPS.length] = Double.POSITIVE_INFINITY;
        return seconds;
    }
}
