package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetainedTopicTest {
    private static final int SHARDS = 2;
    private static final int CHANGES = 100_000;

    private final MemoryStore store = new MemoryStore();
    private final Counted topic = new Counted();

    /// What is there is a number that grows.
    private static final class Counted extends RetainedTopic {
        private final AtomicInteger number = new AtomicInteger();

        Counted() {
            super(Topic.of("t"));
        }

        @Override
        public String instance() {
            return "i";
        }

        @Override
        protected @Nullable Message present() {
            return OpenStore.message("t", Integer.toString(number.get()));
        }

        int written() {
            Message present = take();
            return present == null ? 0 : Integer.parseInt(new String(present.payload(), UTF_8));
        }
    }

    @Test
    void changes_before_the_write_are_asked_for_once() {
        ShardStore shard = store.shard(Runnable::run);
        assertThat(topic.ask(shard)).isTrue();
        assertThat(topic.ask(shard)).isFalse();
        topic.take();
        assertThat(topic.ask(shard)).isTrue();
    }

    @Test
    void another_shard_asks_for_itself() {
        ShardStore one = store.shard(Runnable::run);
        ShardStore other = store.shard(Runnable::run);
        assertThat(topic.ask(one)).isTrue();
        assertThat(topic.ask(other)).isTrue();
        assertThat(topic.ask(other)).isFalse();
        assertThat(topic.ask(one)).isTrue();
    }

    /// Each shard has a list of what it asks the writer for: to write the topic (0), or to confirm that a change, by
    /// its number, is written. The writer takes one list after the other, as a store does.
    @Test
    void a_change_is_written_before_its_shard_hears_so() throws Exception {
        List<Queue<Integer>> asked = new ArrayList<>();
        List<Callable<Void>> shards = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            Queue<Integer> requests = new ConcurrentLinkedQueue<>();
            asked.add(requests);
            shards.add(() -> change(requests));
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(SHARDS)) {
            List<Future<Void>> running = shards.stream().map(pool::submit).toList();
            int written = 0;
            boolean more = true;
            while (more) {
                more = !running.stream().allMatch(Future::isDone);
                for (Queue<Integer> requests : asked) {
                    for (Integer next = requests.poll(); next != null; next = requests.poll()) {
                        written = next == 0 ? topic.written() : written;
                        assertThat(written).isGreaterThanOrEqualTo(next);
                    }
                }
            }
            for (Future<Void> each : running) {
                each.get();
            }
        }
        assertThat(topic.number).hasValue(SHARDS * CHANGES);
    }

    private Void change(Queue<Integer> requests) {
        ShardStore shard = store.shard(Runnable::run);
        for (int i = 0; i < CHANGES; i++) {
            int change = topic.number.incrementAndGet();
            if (topic.ask(shard)) {
                requests.add(0);
            }
            requests.add(change);
        }
        return null;
    }
}
