package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.Store;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import io.hongyan.testkit.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What outlives the service, in a store on disk.
class StoredQueuesTest {
    @TempDir
    private Path folder;

    private final MovableClock clock = new MovableClock();

    private void run(Consumer<Stage> test) {
        Store store = RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock());
        try (Stage stage =
                new Stage(store, new QueueLimits(100, 1 << 20, Duration.ofHours(1), 2, Duration.ofSeconds(1)), clock)) {
            test.accept(stage);
            stage.sync();
        }
    }

    private static void awaitGot(Stage stage, TestConsumer consumer, int messages) {
        stage.until(() -> consumer.got.size() >= messages);
    }

    @Test
    void what_is_not_acknowledged_comes_back_after_a_restart_and_nothing_else() {
        run(stage -> {
            TestConsumer consumer = stage.consumer(4);
            stage.publish(1, 6);
            awaitGot(stage, consumer, 4);
            List<Delivery> all = consumer.all();
            consumer.subscription().acknowledge(List.of(all.get(0), all.get(2)));
            stage.until(() -> stage.status().messages() == 4);
        });
        run(stage -> {
            assertThat(stage.status().messages()).isEqualTo(4);
            TestConsumer consumer = stage.consumer(10);
            awaitGot(stage, consumer, 4);
            assertThat(consumer.got).containsExactly("2", "4", "5", "6");
            stage.publish(7, 7);
            awaitGot(stage, consumer, 5);
            assertThat(consumer.got).endsWith("7");
        });
    }

    @Test
    void a_queue_its_filter_and_what_came_without_consumers_outlive_a_restart() {
        QueueKey notices = new QueueKey(Stage.INSTANCE, QueueKind.STATUS, "GID_a", "g");
        QueueKey elsewhere = new QueueKey("other", QueueKind.MESSAGES, "orders", "");
        run(stage -> {
            TestConsumer consumer = new TestConsumer(1);
            consumer.at(stage.subscribe(Stage.ORDERS, "orders/+/paid", false, consumer));
            consumer.close();
            stage.consumer(notices, 1).close();
            stage.consumer(elsewhere, 1).close();
        });
        run(stage -> {
            assertThat(stage.queues.all())
                    .extracting(QueueStatus::key)
                    .containsExactly(notices, Stage.ORDERS, elsewhere);
            assertThat(String.valueOf(stage.status().filter())).isEqualTo("orders/+/paid");
            stage.publish("orders/1/paid", "paid");
            stage.publish("orders/1/new", "new");
        });
        run(stage -> {
            TestConsumer consumer = stage.consumer(10);
            awaitGot(stage, consumer, 1);
            assertThat(consumer.got).containsExactly("paid");
        });
    }

    @Test
    void a_deleted_queue_does_not_come_back() {
        run(stage -> {
            stage.consumer(0).close();
            stage.publish(1, 3);
            stage.sync();
            var deleted = stage.queues.delete(Stage.ORDERS);
            stage.until(deleted::isDone);
        });
        run(stage -> {
            assertThat(stage.queues.all()).isEmpty();
            TestConsumer consumer = stage.consumer(10);
            stage.publish(4, 4);
            awaitGot(stage, consumer, 1);
            assertThat(consumer.got).containsExactly("4");
        });
    }

    @Test
    void dead_letters_outlive_a_restart_and_can_be_replayed_after_it() {
        run(stage -> {
            TestConsumer consumer = stage.consumer(10);
            stage.publish(1, 1);
            awaitGot(stage, consumer, 1);
            consumer.rejectAll();
            stage.pass(Duration.ofSeconds(3));
            awaitGot(stage, consumer, 2);
            consumer.rejectAll();
            stage.until(() -> stage.status().messages() == 0);
            assertThat(stage.status().deadLettered()).isEqualTo(1);
        });
        run(stage -> {
            assertThat(stage.queues.deadLetters(Stage.ORDERS, 0, 10)).hasSize(1);
            var replayed = stage.queues.replay(Stage.ORDERS, List.of());
            stage.until(replayed::isDone);
            TestConsumer consumer = stage.consumer(10);
            awaitGot(stage, consumer, 1);
            assertThat(consumer.got).containsExactly("1");
        });
    }

    @Test
    void the_oldest_give_way_on_disk_as_well() {
        run(stage -> {
            stage.consumer(0).close();
            stage.publish(1, 120);
            stage.sync();
            stage.pass(Duration.ofSeconds(1));
            stage.until(() -> stage.status().messages() == 100);
            TestConsumer consumer = stage.consumer(1);
            awaitGot(stage, consumer, 1);
            assertThat(consumer.got).containsExactly("21");
        });
    }

    @Test
    void many_messages_are_read_page_by_page() {
        run(stage -> {
            stage.queues.limits(QueueLimits.defaults());
            stage.consumer(0).close();
            for (int i = 1; i <= 30; i++) {
                stage.publish(i * 100 - 99, i * 100);
                stage.sync();
            }
            TestConsumer consumer = stage.consumer(50);
            while (consumer.got.size() < 3000) {
                stage.until(() -> !consumer.held.isEmpty());
                consumer.acknowledgeAll();
            }
            stage.until(() -> stage.status().messages() == 0);
            assertThat(consumer.got)
                    .doesNotHaveDuplicates()
                    .hasSize(3000)
                    .startsWith("1", "2")
                    .endsWith("3000");
        });
    }
}
