package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever consumers do, each message is with one of them at a time and is dealt with once.
class RandomConsumersTest {
    private final List<TestConsumer> consumers = new ArrayList<>();
    private final Set<String> acknowledged = new HashSet<>();
    private Random random = new Random(0);
    private int published;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void nothing_is_lost_and_nothing_is_done_twice(long seed) {
        random = new Random(seed);
        QueueLimits limits = new QueueLimits(1_000_000, 1 << 30, Duration.ofDays(3), 3, Duration.ofSeconds(1));
        try (Stage stage = new Stage(new MemoryStore(), limits)) {
            stage.consumer(0).close();
            for (int step = 0; step < 2000; step++) {
                step(stage);
                assertHeldOnce();
            }
            finish(stage);
            List<String> dead = stage.queues.deadLetters(Stage.ORDERS, 0, 10_000).stream()
                    .map(letter -> new String(letter.message().payload(), UTF_8))
                    .toList();
            assertThat(acknowledged).doesNotContainAnyElementsOf(dead);
            assertThat(acknowledged.size() + dead.size()).isEqualTo(published);
            QueueStatus status = stage.status();
            assertThat(status.messages()).isZero();
            assertThat(status.bytes()).isZero();
            assertThat(status.unacknowledged()).isZero();
            assertThat(status.retrying()).isZero();
            assertThat(status.deadLettered()).isEqualTo(dead.size());
            assertThat(status.acknowledged()).isEqualTo(acknowledged.size());
        }
    }

    private void step(Stage stage) {
        int action = random.nextInt(100);
        if (action < 40) {
            int more = random.nextInt(20);
            stage.publish(published + 1, published + more);
            published += more;
        } else if (action < 45 && consumers.size() < 8) {
            consumers.add(stage.consumer(1 + random.nextInt(40)));
        } else if (action < 60) {
            stage.loop.run();
        } else if (action < 65) {
            stage.pass(Duration.ofSeconds(1 + random.nextInt(3)));
        } else if (!consumers.isEmpty()) {
            use(consumers.get(random.nextInt(consumers.size())), action);
        }
    }

    private void use(TestConsumer consumer, int action) {
        Collections.shuffle(consumer.held, random);
        List<Delivery> some = consumer.some(random.nextInt(consumer.held.size() + 1));
        if (action < 85) {
            some.forEach(
                    each -> assertThat(acknowledged.add(TestConsumer.text(each).replace("*", "")))
                            .isTrue());
            consumer.subscription().acknowledge(some);
        } else if (action < 90) {
            consumer.subscription().reject(some);
        } else if (action < 96) {
            consumer.subscription().giveBack(some);
        } else {
            consumer.subscription().giveBack(some);
            consumer.close();
            consumers.remove(consumer);
        }
        consumer.subscription().ready();
    }

    private void assertHeldOnce() {
        List<Long> held = consumers.stream()
                .flatMap(consumer -> consumer.held.stream())
                .map(delivery -> delivery.entry().sequence())
                .toList();
        assertThat(held).doesNotHaveDuplicates();
    }

    private void finish(Stage stage) {
        consumers.add(stage.consumer(100));
        while (stage.status().messages() > 0) {
            consumers.forEach(consumer -> use(consumer, 70));
            stage.pass(Duration.ofSeconds(2));
        }
    }
}
