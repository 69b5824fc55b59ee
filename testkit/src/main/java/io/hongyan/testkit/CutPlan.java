package io.hongyan.testkit;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Which of the next connections end by themselves, and after how many bytes. Any thread may call it.
final class CutPlan {
    private final Supplier<Cut> cuts;
    private int left;

    /// The end of one connection.
    ///
    /// @param toBroker bytes of the client after which it ends
    /// @param toClient bytes of the broker after which it ends
    /// @param reset by RST; otherwise by FIN
    record Cut(long toBroker, long toClient, boolean reset) {
        static final Cut NEVER = new Cut(Long.MAX_VALUE, Long.MAX_VALUE, false);

        long bytes(Direction direction) {
            return direction == Direction.TO_BROKER ? toBroker : toClient;
        }
    }

    private CutPlan(int left, Supplier<Cut> cuts) {
        this.left = left;
        this.cuts = cuts;
    }

    static CutPlan none() {
        return new CutPlan(0, () -> Cut.NEVER);
    }

    static CutPlan fixed(int connections, long bytes) {
        return new CutPlan(connections, () -> new Cut(bytes, Long.MAX_VALUE, false));
    }

    static CutPlan random(int connections, int mostBytes, RandomGenerator random) {
        return new CutPlan(
                connections, () -> new Cut(random.nextInt(mostBytes), random.nextInt(mostBytes), random.nextBoolean()));
    }

    /// How the next connection ends.
    synchronized Cut next() {
        if (left == 0) {
            return Cut.NEVER;
        }
        left--;
        return cuts.get();
    }

    /// Connections to come that are going to be cut.
    synchronized int left() {
        return left;
    }
}
