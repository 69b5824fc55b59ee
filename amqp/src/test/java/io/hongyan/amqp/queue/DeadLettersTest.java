package io.hongyan.amqp.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Messages that are rejected again and again.
class DeadLettersTest {
    private static final Duration RETRY = Duration.ofSeconds(3);

    private final Stage stage =
            new Stage(new MemoryStore(), new QueueLimits(100, 1 << 20, Duration.ofHours(1), 2, Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        stage.close();
    }

    private List<DeadLetter> letters() {
        return stage.queues.deadLetters(Stage.ORDERS, 0, 1000);
    }

    private List<String> texts() {
        return letters().stream()
                .map(letter -> new String(letter.message().payload(), UTF_8))
                .toList();
    }

    private long join(CompletableFuture<Long> answer) {
        stage.until(answer::isDone);
        return answer.join();
    }

    /// Messages from 1 to that number are rejected until they are given up.
    private TestConsumer giveUp(int messages) {
        TestConsumer consumer = stage.consumer(1000);
        stage.publish(1, messages);
        consumer.rejectAll();
        stage.pass(RETRY);
        consumer.rejectAll();
        stage.loop.run();
        assertThat(consumer.got).hasSize(2 * messages);
        return consumer;
    }

    @Test
    void a_message_that_is_rejected_too_often_joins_the_dead_letters_and_leaves_its_queue() {
        giveUp(2);
        QueueStatus status = stage.status();
        assertThat(status.messages()).isZero();
        assertThat(status.rejected()).isEqualTo(4);
        assertThat(status.deadLettered()).isEqualTo(2);
        assertThat(status.deadLetters()).isEqualTo(2);
        assertThat(texts()).containsExactly("1", "2");
        assertThat(letters().getFirst().message().publisher()).isEqualTo("client");
        assertThat(letters().getFirst().publishedMillis()).isEqualTo(stage.clock.wallMillis() - RETRY.toMillis());
    }

    @Test
    void dead_letters_are_read_in_pages() {
        giveUp(5);
        List<DeadLetter> first = stage.queues.deadLetters(Stage.ORDERS, 0, 3);
        assertThat(first).hasSize(3);
        List<DeadLetter> second =
                stage.queues.deadLetters(Stage.ORDERS, first.getLast().sequence(), 3);
        assertThat(second).hasSize(2);
        assertThat(stage.queues.deadLetters(Stage.ORDERS, second.getLast().sequence(), 3))
                .isEmpty();
    }

    @Test
    void replayed_letters_are_new_messages_of_their_queue() {
        stage.queues.limits(new QueueLimits(1000, 1 << 20, Duration.ofHours(1), 2, Duration.ofSeconds(1)));
        TestConsumer consumer = giveUp(250);
        stage.pass(Duration.ofHours(2));
        assertThat(join(stage.queues.replay(Stage.ORDERS, List.of()))).isEqualTo(250);
        stage.pass(RETRY);
        assertThat(consumer.got).hasSize(750);
        assertThat(consumer.got.subList(500, 503)).containsExactly("1", "2", "3");
        assertThat(letters()).isEmpty();
        consumer.acknowledgeAll();
        assertThat(stage.status().messages()).isZero();
    }

    @Test
    void a_letter_that_is_named_twice_is_replayed_once() {
        giveUp(2);
        long first = letters().getFirst().sequence();
        assertThat(join(stage.queues.replay(Stage.ORDERS, List.of(first, first))))
                .isEqualTo(1);
        assertThat(stage.status().messages()).isEqualTo(1);
        assertThat(texts()).containsExactly("2");
    }

    @Test
    void single_letters_can_be_replayed_and_discarded() {
        TestConsumer consumer = giveUp(3);
        List<Long> sequences = letters().stream().map(DeadLetter::sequence).toList();
        assertThat(join(stage.queues.discardDeadLetters(Stage.ORDERS, List.of(sequences.get(0), 99L))))
                .isEqualTo(1);
        assertThat(join(stage.queues.replay(Stage.ORDERS, List.of(sequences.get(0), sequences.get(2)))))
                .isEqualTo(1);
        stage.loop.run();
        assertThat(consumer.got.getLast()).isEqualTo("3");
        assertThat(texts()).containsExactly("2");
        assertThat(join(stage.queues.discardDeadLetters(Stage.ORDERS, List.of())))
                .isEqualTo(1);
        assertThat(letters()).isEmpty();
    }

    @Test
    void letters_for_which_the_queue_has_no_room_stay() {
        TestConsumer consumer = giveUp(100);
        consumer.close();
        stage.publish(1, 100);
        assertThat(join(stage.queues.replay(Stage.ORDERS, List.of()))).isEqualTo(26);
        assertThat(letters()).hasSize(74);
    }

    @Test
    void dead_letters_go_with_their_queue() {
        giveUp(1);
        var deleted = stage.queues.delete(Stage.ORDERS);
        stage.until(deleted::isDone);
        assertThat(letters()).isEmpty();
        stage.consumer(1);
        assertThat(letters()).isEmpty();
        assertThat(join(stage.queues.replay(new QueueKey("i", QueueKind.MESSAGES, "none", ""), List.of())))
                .isZero();
    }

    @Test
    void the_oldest_letters_give_way_when_there_are_too_many() {
        stage.queues.limits(new QueueLimits(1_000_000, 1 << 30, Duration.ofHours(1), 1, Duration.ofSeconds(1)));
        TestConsumer consumer = stage.consumer(1_000_000);
        for (int i = 0; i < 100; i++) {
            stage.publish(1, 1001);
            consumer.rejectAll();
            stage.loop.run();
        }
        stage.pass(RETRY);
        QueueStatus status = stage.status();
        assertThat(status.messages()).isZero();
        assertThat(status.deadLettered()).isEqualTo(100_100);
        assertThat(status.deadLettersDropped()).isEqualTo(1000);
        assertThat(status.deadLetters()).isEqualTo(99_100);
    }

    @Test
    void a_live_queue_keeps_none() {
        TestConsumer consumer = new TestConsumer(10);
        consumer.at(stage.subscribe(Stage.ORDERS, null, true, consumer));
        stage.publish(1, 1);
        consumer.rejectAll();
        stage.pass(RETRY);
        consumer.rejectAll();
        stage.pass(RETRY);
        QueueStatus status = stage.queues.all().getFirst();
        assertThat(consumer.got).containsExactly("1", "1*");
        assertThat(status.dropped()).containsEntry(DropCause.REJECTED, 1L);
        assertThat(status.messages()).isZero();
    }
}
