package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.memory.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How messages are handed to consumers and come back.
class MessageQueueTest {
    private final Stage stage = new Stage(new MemoryStore());

    @AfterEach
    void close() {
        stage.close();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
    }

    @Test
    void messages_come_in_their_order_and_go_when_they_are_acknowledged() {
        TestConsumer consumer = stage.consumer(10);
        stage.publish(1, 3);
        assertThat(consumer.got).containsExactly("1", "2", "3");
        assertThat(stage.status().unacknowledged()).isEqualTo(3);
        consumer.acknowledgeAll();
        QueueStatus status = stage.status();
        assertThat(status.messages()).isZero();
        assertThat(status.bytes()).isZero();
        assertThat(status.unacknowledged()).isZero();
        assertThat(status.acknowledged()).isEqualTo(3);
        assertThat(status.delivered()).isEqualTo(3);
    }

    @Test
    void what_is_published_before_the_first_subscription_is_not_there() {
        stage.publish(1, 3);
        TestConsumer consumer = stage.consumer(10);
        stage.publish(4, 4);
        assertThat(consumer.got).containsExactly("4");
    }

    @Test
    void a_consumer_gets_no_more_than_it_has_room_for_and_goes_on_when_it_is_ready() {
        TestConsumer consumer = stage.consumer(2);
        stage.publish(1, 5);
        assertThat(consumer.got).containsExactly("1", "2");
        consumer.acknowledge(1);
        stage.loop.run();
        assertThat(consumer.got).containsExactly("1", "2", "3");
        consumer.acknowledgeAll();
        stage.loop.run();
        assertThat(consumer.got).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void consumers_with_room_get_messages_in_turn() {
        TestConsumer one = stage.consumer(100);
        TestConsumer two = stage.consumer(2);
        TestConsumer three = stage.consumer(100);
        stage.publish(1, 8);
        assertThat(one.got).hasSize(3);
        assertThat(two.got).hasSize(2);
        assertThat(three.got).hasSize(3);
    }

    @Test
    void many_messages_come_in_batches_of_256_one_in_each_turn() {
        stage.consumer(0).close();
        stage.publish(1, 3000);
        TestConsumer consumer = stage.consumer(10_000);
        stage.loop.run();
        assertThat(consumer.got).isEqualTo(numbers(1, 3000));
        assertThat(consumer.batches).allMatch(size -> size <= 256).hasSizeLessThan(20);
    }

    @Test
    void what_is_given_back_comes_again_first_and_redelivered_without_counting_as_an_attempt() {
        TestConsumer consumer = stage.consumer(2);
        stage.publish(1, 3);
        for (int i = 0; i < 50; i++) {
            consumer.subscription().giveBack(consumer.all());
            consumer.subscription().ready();
            stage.loop.run();
        }
        assertThat(consumer.got.subList(98, 102)).containsExactly("1*", "2*", "1*", "2*");
        assertThat(stage.status().redelivered()).isEqualTo(100);
        assertThat(stage.status().rejected()).isZero();
    }

    @Test
    void what_a_consumer_had_goes_to_the_others_when_it_leaves() {
        TestConsumer first = stage.consumer(2);
        stage.publish(1, 4);
        TestConsumer second = stage.consumer(10);
        stage.loop.run();
        first.close();
        stage.loop.run();
        assertThat(second.got).containsExactly("3", "4", "1*", "2*");
        assertThat(stage.status().consumers()).isEqualTo(1);
    }

    @Test
    void a_consumer_that_holds_messages_forever_does_not_stop_others() {
        TestConsumer holder = stage.consumer(1);
        TestConsumer worker = stage.consumer(1);
        stage.publish(1, 5000);
        while (!worker.held.isEmpty()) {
            worker.acknowledgeAll();
            stage.loop.run();
        }
        assertThat(holder.got).hasSize(1);
        assertThat(worker.got).hasSize(4999);
        assertThat(stage.status().messages()).isEqualTo(1);
    }

    @Test
    void what_a_consumer_does_not_have_is_left_out_without_a_word() {
        TestConsumer one = stage.consumer(1);
        TestConsumer two = stage.consumer(1);
        stage.publish(1, 2);
        List<Delivery> ofOne = one.all();
        two.subscription().acknowledge(ofOne);
        assertThat(stage.status().messages()).isEqualTo(2);
        one.subscription().acknowledge(ofOne);
        one.subscription().acknowledge(ofOne);
        one.subscription().reject(ofOne);
        assertThat(stage.status().messages()).isEqualTo(1);
        assertThat(stage.status().acknowledged()).isEqualTo(1);
    }

    @Test
    void a_rejected_message_comes_again_after_a_while_that_doubles() {
        TestConsumer consumer = stage.consumer(10);
        stage.publish(1, 1);
        consumer.rejectAll();
        stage.loop.run();
        stage.pass(Duration.ofSeconds(9));
        assertThat(consumer.got).containsExactly("1");
        assertThat(stage.status().retrying()).isEqualTo(1);
        stage.pass(Duration.ofSeconds(1));
        assertThat(consumer.got).containsExactly("1", "1*");
        consumer.rejectAll();
        stage.loop.run();
        stage.pass(Duration.ofSeconds(19));
        assertThat(consumer.got).hasSize(2);
        stage.pass(Duration.ofSeconds(1));
        assertThat(consumer.got).hasSize(3);
    }

    @Test
    void others_are_delivered_while_a_rejected_one_waits() {
        TestConsumer consumer = stage.consumer(1);
        stage.publish(1, 2);
        consumer.rejectAll();
        stage.loop.run();
        assertThat(consumer.got).containsExactly("1", "2");
    }

    @Test
    void an_expired_message_is_not_delivered() {
        TestConsumer consumer = stage.consumer(1);
        stage.publish("orders/x", "first");
        stage.publish("orders/x", "short", stage.clock.wallMillis() + 1000);
        stage.publish("orders/x", "last");
        stage.pass(Duration.ofSeconds(2));
        consumer.acknowledgeAll();
        stage.loop.run();
        assertThat(consumer.got).containsExactly("first", "last");
        assertThat(stage.status().dropped()).containsEntry(DropCause.EXPIRED, 1L);
    }

    @Test
    void a_consumer_that_throws_loses_what_it_was_to_get_to_the_others() {
        TestConsumer broken = stage.consumer(10);
        broken.failing = true;
        stage.publish(1, 2);
        TestConsumer sound = stage.consumer(10);
        stage.loop.run();
        assertThat(sound.got).containsExactly("1*", "2");
        broken.close();
        stage.publish(3, 3);
        assertThat(sound.got).containsExactly("1*", "2", "3");
    }

    @Test
    void acknowledgements_of_a_turn_are_settled_at_once() {
        TestConsumer consumer = stage.consumer(1000);
        stage.publish(1, 1000);
        for (int i = 0; i < 1000; i++) {
            consumer.subscription().acknowledge(consumer.some(1));
        }
        assertThat(stage.loop.waiting()).isEqualTo(1);
        assertThat(stage.status().messages()).isZero();
    }
}
