package io.hongyan.store.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The model is a sorted set.
class LiveSequencesTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void any_changes_leave_what_a_set_would_have(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        LiveSequences live = new LiveSequences();
        TreeSet<Long> model = new TreeSet<>();
        for (int step = 0; step < 5000; step++) {
            long sequence = 1L + random.nextInt(60);
            if (random.nextBoolean()) {
                live.add(sequence);
                model.add(sequence);
            } else {
                assertThat(live.remove(sequence)).isEqualTo(model.remove(sequence));
            }
            assertThat(live.isEmpty()).isEqualTo(model.isEmpty());
            assertThat(live.contains(sequence)).isEqualTo(model.contains(sequence));
            if (!model.isEmpty()) {
                assertThat(live.first()).isEqualTo(model.first());
            }
        }
    }
}
