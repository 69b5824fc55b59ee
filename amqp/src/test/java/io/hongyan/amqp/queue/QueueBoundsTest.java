package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.memory.MemoryStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What does not fit, or grows too old.
class QueueBoundsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Stage stage = new Stage(
            new MemoryStore(), new QueueLimits(100, 1 << 20, Duration.ofMinutes(10), 3, Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        stage.close();
    }

    private void tick() {
        stage.pass(Duration.ofSeconds(1));
    }

    private long dropped(DropCause cause) {
        return stage.status().dropped().getOrDefault(cause, -1L);
    }

    @Test
    void the_oldest_give_way_when_there_are_too_many_though_nobody_consumes() {
        stage.consumer(0).close();
        stage.publish(1, 110);
        tick();
        assertThat(stage.status().messages()).isEqualTo(100);
        assertThat(dropped(DropCause.FULL)).isEqualTo(10);
        TestConsumer consumer = stage.consumer(1);
        stage.loop.run();
        assertThat(consumer.got).containsExactly("11");
    }

    @Test
    void the_oldest_give_way_when_they_are_too_large() {
        stage.consumer(0).close();
        for (int i = 0; i < 11; i++) {
            stage.publish("orders/x", i + "x".repeat(100_000));
        }
        tick();
        assertThat(stage.status().bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(stage.status().messages()).isEqualTo(10);
        assertThat(dropped(DropCause.FULL)).isEqualTo(1);
    }

    @Test
    void publishers_are_refused_when_a_quarter_more_waits() {
        stage.consumer(0).close();
        for (int i = 0; i < 126; i++) {
            assertThat(stage.publish("orders/x", "in")).isTrue();
        }
        assertThat(stage.publish("orders/x", "out")).isFalse();
        tick();
        assertThat(stage.publish("orders/x", "in again")).isTrue();
    }

    @Test
    void what_a_consumer_has_is_not_dropped() {
        TestConsumer consumer = stage.consumer(50);
        stage.publish(1, 120);
        tick();
        assertThat(dropped(DropCause.FULL)).isEqualTo(20);
        consumer.acknowledgeAll();
        stage.loop.run();
        assertThat(consumer.got).hasSize(100).contains("1", "50", "71", "120");
        assertThat(stage.status().acknowledged()).isEqualTo(50);
    }

    @Test
    void what_was_too_much_is_no_more_once_consumers_have_acknowledged_it() {
        TestConsumer consumer = stage.consumer(200);
        stage.publish(1, 120);
        tick();
        consumer.acknowledgeAll();
        stage.publish(121, 121);
        stage.loop.run();
        assertThat(consumer.got).hasSize(121).endsWith("121");
        assertThat(dropped(DropCause.FULL)).isZero();
    }

    @Test
    void messages_that_wait_too_long_are_dropped_though_nobody_consumes() {
        stage.consumer(0).close();
        stage.publish(1, 50);
        stage.pass(Duration.ofMinutes(5));
        assertThat(stage.status().oldestMillis())
                .isEqualTo(Duration.ofMinutes(5).toMillis());
        stage.publish(51, 60);
        stage.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(dropped(DropCause.AGE)).isEqualTo(50);
        assertThat(stage.status().messages()).isEqualTo(10);
        assertThat(stage.status().oldestMillis())
                .isEqualTo(Duration.ofMinutes(5).plusSeconds(1).toMillis());
    }

    @Test
    void a_rejected_message_that_waits_grows_too_old_as_well() {
        stage.queues.limits(new QueueLimits(100, 1 << 20, Duration.ofMinutes(1), 100, HOUR));
        TestConsumer consumer = stage.consumer(1);
        stage.publish(1, 1);
        consumer.rejectAll();
        stage.pass(Duration.ofSeconds(62));
        assertThat(stage.status().retrying()).isZero();
        assertThat(dropped(DropCause.AGE)).isEqualTo(1);
        assertThat(stage.status().messages()).isZero();
    }

    @Test
    void new_limits_hold_at_once() {
        stage.consumer(0).close();
        stage.publish(1, 100);
        stage.queues.limits(new QueueLimits(10, 1 << 20, HOUR, 3, HOUR));
        assertThat(stage.publish("orders/x", "more")).isFalse();
        tick();
        assertThat(stage.status().messages()).isEqualTo(10);
    }

    @Test
    void values_out_of_range_are_refused() {
        QueueLimits sound = QueueLimits.defaults();
        assertThatThrownBy(() -> new QueueLimits(0, sound.bytes(), sound.age(), 1, HOUR))
                .hasMessageContaining("messages");
        assertThatThrownBy(() -> new QueueLimits(1, 1, sound.age(), 1, HOUR)).hasMessageContaining("bytes");
        assertThatThrownBy(() -> new QueueLimits(1, 1024, Duration.ofDays(22), 1, HOUR))
                .hasMessageContaining("age");
        assertThatThrownBy(() -> new QueueLimits(1, 1024, sound.age(), 101, HOUR))
                .hasMessageContaining("attempts");
        assertThatThrownBy(() -> new QueueLimits(1, 1024, sound.age(), 1, HOUR.plusSeconds(1)))
                .hasMessageContaining("retryDelay");
    }
}
