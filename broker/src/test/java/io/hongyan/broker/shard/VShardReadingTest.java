package io.hongyan.broker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.VShard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VShardReadingTest {
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final List<Integer> asked = new ArrayList<>();
    private final List<Integer> ofThisShard =
            IntStream.iterate(1, v -> v < VShard.COUNT, v -> v + 2).boxed().toList();

    @Test
    void a_store_that_answers_at_once_is_asked_for_each_virtual_shard_once() {
        new VShardReading(
                        1,
                        2,
                        (vshard, opened) -> {
                            asked.add(vshard);
                            opened.run();
                        },
                        done)
                .run();
        assertThat(asked).isEqualTo(ofThisShard);
        assertThat(done).isCompleted();
    }

    @Test
    void a_store_that_answers_later_is_asked_for_a_few_at_a_time() {
        ArrayDeque<Runnable> underWay = new ArrayDeque<>();
        new VShardReading(
                        1,
                        2,
                        (vshard, opened) -> {
                            asked.add(vshard);
                            underWay.add(opened);
                        },
                        done)
                .run();
        while (!underWay.isEmpty()) {
            assertThat(underWay).hasSizeLessThanOrEqualTo(16);
            assertThat(done).isNotDone();
            underWay.remove().run();
        }
        assertThat(asked).isEqualTo(ofThisShard);
        assertThat(done).isCompleted();
    }
}
