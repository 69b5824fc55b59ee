package io.hongyan.broker.store;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every durable store promises for any order of writes, in batches of any size: it gives back what was written,
/// no more and no less, and when all sessions have ended it holds nothing.
public abstract class StoreHistoryContract {
    private static final int RUNS = 12;
    private static final int STEPS = 400;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    /// The store is closed, and all its sessions have ended.
    protected abstract void assertEmpty();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_store_gives_back_what_was_written_in_any_order(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        OpenStore run = new OpenStore(open());
        StoreHistory history = new StoreHistory(run, random);
        for (int i = 0; i < RUNS; i++) {
            for (int step = 0; step < STEPS; step++) {
                history.step();
            }
            run.durable().join();
            run.close();
            run = new OpenStore(open());
            history.compare(run);
        }
        history.endAll();
        run.close();
        assertEmpty();
    }
}
