package io.hongyan.store.rocksdb.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Compares the reference counts with a plain map.
class ReferenceCountsTest {
    @RepeatedTest(20)
    void counts_as_a_map_would(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        ReferenceCounts references = new ReferenceCounts();
        Map<Long, Integer> model = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            long body = 1L + random.nextInt(500);
            if (random.nextInt(5) < 3 || !model.containsKey(body)) {
                if (model.merge(body, 1, Integer::sum) > 1) {
                    references.add(body);
                }
            } else {
                int left = model.merge(body, -1, Integer::sum);
                assertThat(references.release(body)).isEqualTo(left == 0);
                if (left == 0) {
                    model.remove(body);
                }
            }
        }
    }
}
