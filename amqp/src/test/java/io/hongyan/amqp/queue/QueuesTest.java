package io.hongyan.amqp.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.auth.OutboundRule;
import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLabel;
import io.hongyan.broker.store.memory.MemoryStore;
import io.hongyan.codec.QoS;
import io.hongyan.codec.topic.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which queues there are, and what they take.
class QueuesTest {
    private final MemoryStore store = new MemoryStore();
    private final Stage stage = new Stage(store);

    @AfterEach
    void close() {
        stage.close();
    }

    private static QueueKey group(String group) {
        return new QueueKey(Stage.INSTANCE, QueueKind.MESSAGES, "orders", group);
    }

    private static QueueKey status(String source) {
        return new QueueKey(Stage.INSTANCE, QueueKind.STATUS, source, "");
    }

    private List<String> found(String topic, boolean fromClient) {
        return stage.queues.outbound(Stage.INSTANCE).find(Topic.of(topic), fromClient).stream()
                .map(OutboundRule::name)
                .toList();
    }

    private List<String> told(String clientId) {
        return stage.queues.status(Stage.INSTANCE).find(clientId).stream()
                .map(Outbox::key)
                .map(OutboxKey::queueName)
                .toList();
    }

    private void assertRefused(CompletableFuture<Subscription> answer, String why) {
        stage.until(answer::isDone);
        assertThatThrownBy(answer::join)
                .hasCauseInstanceOf(QueueException.class)
                .hasMessageContaining(why);
    }

    private TestConsumer filtered(String filter) {
        TestConsumer consumer = new TestConsumer(100);
        consumer.at(stage.subscribe(Stage.ORDERS, filter, false, consumer));
        consumer.subscription();
        return consumer;
    }

    private TestConsumer live() {
        TestConsumer consumer = new TestConsumer(100);
        consumer.at(stage.subscribe(Stage.ORDERS, null, true, consumer));
        consumer.subscription();
        return consumer;
    }

    @Test
    void a_queue_takes_what_clients_publish_below_its_parent_topic() {
        stage.consumer(1);
        assertThat(found("orders", true)).containsExactly("queue orders");
        assertThat(found("orders/a/b", true)).containsExactly("queue orders");
        assertThat(found("orders/a/b", false)).isEmpty();
        assertThat(found("orders2", true)).isEmpty();
        assertThat(stage.queues.outbound("other").find(Topic.of("orders/a"), true))
                .isEmpty();
    }

    @Test
    void a_queue_stays_without_consumers_and_keeps_what_comes() {
        stage.consumer(1).close();
        stage.publish(1, 3);
        TestConsumer later = stage.consumer(10);
        stage.loop.run();
        assertThat(later.got).containsExactly("1", "2", "3");
        assertThat(later.held).allMatch(delivery -> !delivery.redelivered());
    }

    @Test
    void each_consumer_group_gets_every_message() {
        TestConsumer usual = stage.consumer(10);
        TestConsumer other = stage.consumer(group("g2"), 10);
        stage.publish(1, 2);
        assertThat(usual.got).containsExactly("1", "2");
        assertThat(other.got).containsExactly("1", "2");
    }

    @Test
    void a_filter_says_which_messages_are_taken() {
        TestConsumer consumer = filtered("orders/+/paid");
        stage.publish("orders/1/paid", "paid");
        stage.publish("orders/1/new", "new");
        stage.loop.run();
        assertThat(consumer.got).containsExactly("paid");
        assertThat(String.valueOf(stage.status().filter())).isEqualTo("orders/+/paid");
    }

    @Test
    void another_filter_is_refused_while_there_are_consumers_and_replaces_the_first_afterwards() {
        TestConsumer first = filtered("orders/a");
        assertRefused(stage.subscribe(Stage.ORDERS, "orders/b", false, new TestConsumer(1)), "orders/a");
        assertRefused(stage.subscribe(Stage.ORDERS, "orders/#", false, new TestConsumer(1)), "orders/a");
        TestConsumer second = stage.consumer(10); // no filter: that of the queue
        stage.publish("orders/b", "not taken");
        first.close();
        second.close();
        filtered("orders/b");
        assertThat(found("orders/a", true)).isEmpty();
        assertThat(found("orders/b", true)).containsExactly("queue orders");
    }

    @Test
    void a_filter_for_everything_is_none() {
        filtered("orders/#");
        filtered("orders/#");
        assertThat(stage.status().filter()).isNull();
        assertThat(found("orders", true)).containsExactly("queue orders");
    }

    @Test
    void a_filter_of_another_parent_topic_is_refused() {
        assertRefused(stage.subscribe(Stage.ORDERS, "other/a", false, new TestConsumer(1)), "other/a");
        assertRefused(stage.subscribe(Stage.ORDERS, "#", false, new TestConsumer(1)), "#");
        assertRefused(stage.subscribe(Stage.ORDERS, "$share/g/orders/a", false, new TestConsumer(1)), "$share");
        assertRefused(stage.subscribe(status("GID"), "orders/a", false, new TestConsumer(1)), "orders/a");
        assertThat(stage.queues.all()).isEmpty();
    }

    @Test
    void a_live_queue_is_another_one_and_exists_as_long_as_it_has_consumers() {
        stage.consumer(1).close();
        TestConsumer first = live();
        TestConsumer second = live();
        assertThat(stage.queues.all()).extracting(QueueStatus::name).containsExactly("orders", "orders!live");
        stage.publish(1, 2);
        assertThat(first.got).containsExactly("1");
        assertThat(second.got).containsExactly("2");
        first.close();
        stage.loop.run();
        assertThat(second.got).containsExactly("2", "1*");
        second.close();
        stage.loop.run();
        assertThat(found("orders/x", true)).containsExactly("queue orders");
        assertThat(stage.queues.all()).extracting(QueueStatus::name).containsExactly("orders");
    }

    @Test
    void the_oldest_messages_of_a_live_queue_give_way() {
        TestConsumer consumer = new TestConsumer(0);
        consumer.at(stage.subscribe(Stage.ORDERS, null, true, consumer));
        stage.publish(1, LiveSource.MOST_MESSAGES + 10);
        stage.loop.tick();
        QueueStatus status = stage.queues.all().getFirst();
        assertThat(status.messages()).isBetween(LiveSource.MOST_MESSAGES * 1L, LiveSource.MOST_MESSAGES + 1L);
        assertThat(status.dropped().get(DropCause.FULL)).isBetween(9L, 10L);
    }

    @Test
    void whoever_publishes_to_a_live_queue_need_not_wait() {
        live();
        boolean[] sent = {false};
        OutboundRule rule = stage.queues
                .outbound(Stage.INSTANCE)
                .find(Topic.of("orders/x"), true)
                .getFirst();
        assertThat(rule.outbox()).isNull();
        assertThat(rule.room()).isEqualTo(1);
        assertThat(rule.offer(
                        Message.ofServer(Topic.of("orders/x"), new byte[1], QoS.AT_LEAST_ONCE, false),
                        new OutboxLabel(new MessageId(1, 2), false, true),
                        () -> sent[0] = true))
                .isTrue();
        assertThat(sent[0]).isTrue();
    }

    @Test
    void notices_go_to_the_queues_of_the_group_or_of_the_longest_beginning() {
        for (String source : List.of("GID_a", "GID_b@@@", "dev*", "dev-1*")) {
            stage.consumer(status(source), 1);
        }
        stage.consumer(new QueueKey(Stage.INSTANCE, QueueKind.STATUS, "GID_a", "g2"), 1);
        assertThat(told("GID_a@@@1")).containsExactly("STATUS:GID_a", "STATUS:GID_a@g2");
        assertThat(told("dev-1-x")).containsExactly("STATUS:dev-1*");
        assertThat(told("dev-2")).containsExactly("STATUS:dev*");
        assertThat(told("GID_c@@@1")).isEmpty();
        assertThat(found("GID_a", true)).isEmpty();
    }

    @Test
    void a_live_queue_of_notices_is_refused() {
        assertRefused(stage.subscribe(status("GID_a"), null, true, new TestConsumer(1)), "stored");
    }

    @Test
    void a_deleted_queue_tells_its_consumers_and_takes_nothing_any_more() {
        TestConsumer consumer = stage.consumer(2);
        stage.publish(1, 3);
        CompletableFuture<Boolean> deleted = stage.queues.delete(Stage.ORDERS);
        stage.until(deleted::isDone);
        assertThat(deleted.join()).isTrue();
        assertThat(consumer.ended).contains("deleted");
        assertThat(found("orders/x", true)).isEmpty();
        assertThat(stage.queues.find(Stage.ORDERS)).isEmpty();
        consumer.subscription().acknowledge(consumer.all());
        consumer.close();
        TestConsumer anew = stage.consumer(10);
        stage.publish(4, 4);
        assertThat(anew.got).containsExactly("4");
        assertThat(stage.queues.delete(group("none")).join()).isFalse();
    }

    @Test
    void a_subscription_that_comes_while_the_queue_is_being_deleted_begins_a_new_one() {
        stage.consumer(1).close();
        stage.publish(1, 1);
        TestConsumer late = new TestConsumer(10);
        var deleted = stage.queues.delete(Stage.ORDERS);
        late.at(stage.subscribe(Stage.ORDERS, null, false, late));
        assertThat(deleted.join()).isTrue();
        late.subscription();
        stage.publish(2, 2);
        assertThat(late.got).containsExactly("2");
    }

    @Test
    void the_queues_of_a_dropped_instance_are_forgotten() {
        TestConsumer consumer = stage.consumer(1);
        TestConsumer ofOther = stage.consumer(new QueueKey("other", QueueKind.MESSAGES, "orders", ""), 1);
        stage.queues.dropInstance(Stage.INSTANCE);
        stage.loop.run();
        assertThat(consumer.ended).contains("instance");
        assertThat(ofOther.ended).isNull();
        assertThat(found("orders/x", true)).isEmpty();
        assertThat(stage.queues.all()).hasSize(1);
    }

    @Test
    void purging_deletes_what_no_consumer_has() {
        TestConsumer consumer = stage.consumer(2);
        stage.publish(1, 3000);
        consumer.subscription().reject(consumer.some(1));
        stage.loop.run();
        var purged = stage.queues.purge(Stage.ORDERS);
        stage.until(purged::isDone);
        assertThat(purged.join()).isEqualTo(2999);
        assertThat(stage.status().messages()).isEqualTo(1);
        consumer.acknowledgeAll();
        stage.publish(3001, 3001);
        assertThat(consumer.got).containsExactly("1", "2", "3001");
        assertThat(stage.queues.purge(group("none")).join()).isZero();
    }

    @Test
    void an_instance_has_at_most_a_thousand_queues() {
        for (int i = 0; i < 1000; i++) {
            stage.consumer(group("g" + i), 0);
        }
        assertRefused(stage.subscribe(group("more"), null, false, new TestConsumer(1)), "1000");
        stage.consumer(group("g1"), 0);
    }

    @Test
    void nothing_is_delivered_after_the_close_but_acknowledgements_still_count() {
        TestConsumer consumer = stage.consumer(1);
        stage.publish(1, 2);
        stage.queues.close();
        consumer.acknowledgeAll();
        stage.loop.run();
        assertThat(consumer.got).containsExactly("1");
        assertThat(stage.status().messages()).isEqualTo(1);
        assertRefused(stage.subscribe(Stage.ORDERS, null, false, new TestConsumer(1)), "stopped");
    }
}
