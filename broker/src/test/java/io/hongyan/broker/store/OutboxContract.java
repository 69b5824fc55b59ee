package io.hongyan.broker.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.message.MessageId;
import io.hongyan.codec.QoS;
import io.hongyan.codec.property.Properties;
import io.hongyan.codec.property.Property;
import io.hongyan.codec.topic.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the queue of a rule promises, in every store.
public abstract class OutboxContract {
    private static final OutboxKey RULE = new OutboxKey("i", "rule");
    private static final OutboxKey OTHER = new OutboxKey("i", "rule 2");

    private Store store;
    private OpenStore run;
    private Outbox outbox;

    /// The same content each time; the one before is closed.
    protected abstract Store open();

    @BeforeEach
    void start() {
        store = open();
        run = new OpenStore(store);
        outbox = store.outbox(RULE, OutboxLimits.defaults());
    }

    @AfterEach
    void stop() {
        run.close();
    }

    private void again() {
        run.durable().join();
        stop();
        start();
    }

    private void offer(String... texts) {
        for (String text : texts) {
            assertThat(run.offer(outbox, OpenStore.message("t", text))).isTrue();
        }
    }

    private static List<String> texts(OutboxPage page) {
        return page.entries().stream()
                .map(entry -> new String(entry.message().payload(), UTF_8))
                .toList();
    }

    private void awaitEmpty() {
        await().until(() -> outbox.stats().messages() == 0);
    }

    @Test
    void an_entry_comes_back_whole_with_its_label() {
        Properties properties =
                Properties.builder().set(Property.CONTENT_TYPE, "text").build();
        Message message = new Message(
                Topic.of("a/鸿雁"),
                new byte[] {0, -1},
                QoS.EXACTLY_ONCE,
                false,
                properties,
                "publisher",
                5,
                new MessageId(-3, 4));
        OutboxLabel label = new OutboxLabel(new MessageId(-1, Long.MAX_VALUE), true, false);
        assertThat(outbox.reserve(message)).isTrue();
        run.shard.append(outbox, message, label);
        again();
        OutboxEntry entry = outbox.read(0, 10).join().entries().getFirst();
        assertThat(entry.label()).isEqualTo(label);
        assertThat(entry.message()).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void entries_are_read_in_pages_and_again_until_they_are_acknowledged() {
        offer("1", "2", "3", "4", "5");
        run.durable().join();
        OutboxPage first = outbox.read(0, 2).join();
        assertThat(texts(first)).containsExactly("1", "2");
        assertThat(first.last()).isEqualTo(first.entries().getLast().sequence());
        assertThat(texts(outbox.read(first.last(), 10).join())).containsExactly("3", "4", "5");
        outbox.acknowledge(first.last());
        await().until(() -> outbox.stats().messages() == 3);
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("3", "4", "5");
        again();
        assertThat(outbox.stats().messages()).isEqualTo(3);
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("3", "4", "5");
        offer("6");
        run.durable().join();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("3", "4", "5", "6");
    }

    @Test
    void a_page_is_bounded_in_bytes() {
        String mebibyte = "x".repeat(1 << 20);
        offer(mebibyte, mebibyte, mebibyte, mebibyte, mebibyte, mebibyte);
        run.durable().join();
        assertThat(outbox.read(0, 10).join().entries()).hasSize(4);
    }

    @Test
    void a_reader_waits_until_something_comes() {
        CompletableFuture<OutboxPage> first = outbox.read(0, 10);
        run.durable().join();
        assertThat(first).isNotDone();
        offer("1");
        run.durable().join();
        OutboxPage page = first.join();
        assertThat(texts(page)).containsExactly("1");
        outbox.acknowledge(page.last());
        awaitEmpty();
        CompletableFuture<OutboxPage> fromTheStart = outbox.read(0, 10);
        CompletableFuture<OutboxPage> next = outbox.read(page.last(), 10);
        run.durable().join();
        assertThat(next).isNotDone();
        offer("2");
        run.durable().join();
        assertThat(texts(next.join())).containsExactly("2");
        assertThat(texts(fromTheStart.join())).containsExactly("2");
    }

    @Test
    void a_reader_is_told_when_the_store_is_closed() {
        CompletableFuture<OutboxPage> never = outbox.read(0, 10);
        stop();
        await().until(never::isCompletedExceptionally);
        assertThat(outbox.read(0, 10)).isCompletedExceptionally();
        start();
    }

    @Test
    void queues_of_two_rules_are_apart() {
        Outbox other = store.outbox(OTHER, OutboxLimits.defaults());
        Message message = OpenStore.message("t", "for both");
        run.offer(outbox, message);
        run.offer(other, message);
        run.offer(other, OpenStore.message("t", "for one"));
        run.durable().join();
        outbox.acknowledge(Long.MAX_VALUE);
        awaitEmpty();
        again();
        other = store.outbox(OTHER, OutboxLimits.defaults());
        assertThat(outbox.stats().messages()).isZero();
        assertThat(texts(other.read(0, 10).join())).containsExactly("for both", "for one");
        assertThat(store.outboxes()).extracting(Outbox::key).containsExactlyInAnyOrder(RULE, OTHER);
    }

    @Test
    void everything_may_be_acknowledged_at_once_and_once_more() {
        offer("1", "2", "3");
        run.durable().join();
        outbox.acknowledge(Long.MAX_VALUE);
        outbox.acknowledge(Long.MAX_VALUE);
        awaitEmpty();
        assertThat(outbox.stats().bytes()).isZero();
        offer("4");
        again();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("4");
    }

    private long[] sequences(OutboxPage page, int... which) {
        return Arrays.stream(which)
                .mapToLong(i -> page.entries().get(i - 1).sequence())
                .toArray();
    }

    @Test
    void entries_are_settled_one_by_one_in_any_order_and_do_not_come_back() {
        offer("1", "2", "3", "4", "5", "6");
        run.durable().join();
        OutboxPage page = outbox.read(0, 10).join();
        long bytes = outbox.stats().bytes();
        outbox.settle(sequences(page, 5, 2));
        outbox.settle(sequences(page, 4));
        await().until(() -> outbox.stats().messages() == 3);
        assertThat(outbox.stats().bytes()).isEqualTo(bytes / 2);
        assertThat(outbox.stats().acknowledged()).isEqualTo(3);
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("1", "3", "6");
        again();
        assertThat(outbox.stats().messages()).isEqualTo(3);
        assertThat(outbox.stats().bytes()).isEqualTo(bytes / 2);
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("1", "3", "6");
        outbox.acknowledge(page.entries().get(2).sequence());
        await().until(() -> outbox.stats().messages() == 1);
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("6");
    }

    @Test
    void what_is_settled_or_acknowledged_more_than_once_is_counted_once() {
        offer("1", "2", "3", "4", "5", "6");
        run.durable().join();
        OutboxPage page = outbox.read(0, 10).join();
        long bytes = outbox.stats().bytes();
        outbox.settle(sequences(page, 3, 3));
        outbox.settle(sequences(page, 3, 5));
        outbox.acknowledge(sequences(page, 4)[0]);
        outbox.settle(sequences(page, 1, 4, 3, 5));
        outbox.acknowledge(sequences(page, 4)[0]);
        outbox.settle(new long[] {0, -1, Long.MAX_VALUE, page.last() + 1});
        outbox.settle(new long[0]);
        outbox.settle(sequences(page, 6));
        await().until(() -> outbox.stats().acknowledged() >= 6);
        outbox.settle(sequences(page, 1, 2, 3, 4, 5, 6));
        outbox.acknowledge(Long.MAX_VALUE);
        offer("7");
        again();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("7");
        assertThat(outbox.stats().messages()).isEqualTo(1);
        assertThat(outbox.stats().bytes()).isEqualTo(bytes / 6);
    }

    @Test
    void what_is_offered_after_all_was_acknowledged_stays() {
        for (int i = 0; i < 100; i++) {
            offer("before", "between");
            run.durable().join();
            long[] both = sequences(outbox.read(0, 10).join(), 1, 2);
            outbox.settle(new long[] {both[1]});
            outbox.acknowledge(Long.MAX_VALUE);
            offer("after");
            run.durable().join();
            assertThat(texts(outbox.look(both[1], 10).join())).as("round %d", i).containsExactly("after");
            outbox.acknowledge(Long.MAX_VALUE);
            awaitEmpty();
        }
    }

    @Test
    void a_reader_behind_settled_entries_waits_for_the_next_one() {
        offer("1", "2");
        run.durable().join();
        outbox.settle(sequences(outbox.read(0, 10).join(), 2, 1));
        awaitEmpty();
        CompletableFuture<OutboxPage> fromTheStart = outbox.read(0, 10);
        run.durable().join();
        assertThat(fromTheStart).isNotDone();
        offer("3");
        run.durable().join();
        assertThat(texts(fromTheStart.join())).containsExactly("3");
    }

    @Test
    void a_full_queue_takes_again_where_something_was_settled() {
        outbox = store.outbox(RULE, new OutboxLimits(2, 1 << 20));
        offer("1", "2");
        assertThat(run.offer(outbox, OpenStore.message("t", "3"))).isFalse();
        run.durable().join();
        outbox.settle(sequences(outbox.read(0, 10).join(), 2));
        await().until(() -> outbox.room() > 0);
        offer("4");
        run.durable().join();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("1", "4");
    }

    @Test
    void a_full_queue_refuses_by_messages_and_takes_again_what_was_acknowledged() {
        outbox = store.outbox(RULE, new OutboxLimits(2, 1 << 20));
        offer("1", "2");
        assertThat(run.offer(outbox, OpenStore.message("t", "3"))).isFalse();
        run.durable().join();
        OutboxPage page = outbox.read(0, 10).join();
        assertThat(texts(page)).containsExactly("1", "2");
        outbox.acknowledge(page.entries().getFirst().sequence());
        await().until(() -> outbox.stats().messages() == 1);
        offer("4");
        run.durable().join();
        assertThat(texts(outbox.read(page.last(), 10).join())).containsExactly("4");
        OutboxStats stats = outbox.stats();
        assertThat(stats.appended()).isEqualTo(3);
        assertThat(stats.acknowledged()).isEqualTo(1);
        assertThat(stats.refused()).isEqualTo(1);
        assertThat(stats.lost()).isZero();
    }

    @Test
    void a_full_queue_refuses_by_bytes_and_says_how_many_it_has() {
        outbox = store.outbox(RULE, new OutboxLimits(100, 2048));
        Message message = OpenStore.message("t", "x".repeat(900));
        assertThat(run.offer(outbox, message)).isTrue();
        assertThat(run.offer(outbox, message)).isTrue();
        assertThat(run.offer(outbox, message)).isFalse();
        assertThat(outbox.stats().bytes()).isEqualTo(2L * message.bytes());
        again();
        assertThat(outbox.stats().bytes()).isEqualTo(2L * message.bytes());
        assertThat(outbox.stats().messages()).isEqualTo(2);
    }

    @Test
    void room_that_is_given_back_may_be_taken_again_and_nothing_has_joined() {
        outbox = store.outbox(RULE, new OutboxLimits(1, 1 << 20));
        Message message = OpenStore.message("t", "1");
        assertThat(outbox.reserve(message)).isTrue();
        assertThat(outbox.reserve(message)).isFalse();
        outbox.giveBack(message);
        assertThat(outbox.room()).isEqualTo(1);
        assertThat(outbox.stats().appended()).isZero();
        assertThat(outbox.stats().acknowledged()).isZero();
        offer("2");
        again();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("2");
    }

    @Test
    void an_entry_of_a_qos_2_message_is_seen_when_the_message_is_received() {
        SessionStore publisher = run.of(run.session("p"));
        AtomicBatch batch = publisher.newBatch();
        if (batch == null) {
            offer("of the message"); // the session is not durable, and so has no batch
            return;
        }
        run.shard.within(batch, () -> offer("of the message"));
        offer("beside");
        run.durable().join();
        OutboxPage before = outbox.read(0, 10).join();
        assertThat(texts(before)).containsExactly("beside");
        publisher.received(7, batch);
        run.durable().join();
        assertThat(texts(outbox.read(before.last(), 10).join())).containsExactly("of the message");
    }

    @Test
    void the_outboxes_of_an_instance_go_with_it_and_those_of_others_stay() {
        Outbox other = store.outbox(new OutboxKey("i2", "rule"), OutboxLimits.defaults());
        Message message = OpenStore.message("t", "for both");
        run.offer(outbox, message);
        run.offer(outbox, OpenStore.message("t", "for one"));
        run.offer(other, message);
        run.durable().join();
        CompletableFuture<OutboxPage> late =
                outbox.read(outbox.read(0, 10).join().last(), 10);
        store.dropInstance("i").join();
        await().until(late::isCompletedExceptionally);
        assertThat(store.outboxes()).containsExactly(other);
        outbox = store.outbox(RULE, OutboxLimits.defaults());
        assertThat(outbox.stats().messages()).isZero();
        offer("new");
        run.durable().join();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("new");
        again();
        assertThat(texts(outbox.read(0, 10).join())).containsExactly("new");
        other = store.outbox(new OutboxKey("i2", "rule"), OutboxLimits.defaults());
        assertThat(texts(other.read(0, 10).join())).containsExactly("for both");
    }

    @Test
    void a_look_does_not_wait() {
        assertThat(outbox.look(0, 10).join().entries()).isEmpty();
        offer("a", "b", "c");
        run.durable().join();
        OutboxPage first = outbox.look(0, 2).join();
        assertThat(texts(first)).containsExactly("a", "b");
        OutboxPage second = outbox.look(first.last(), 2).join();
        assertThat(texts(second)).containsExactly("c");
        OutboxPage none = outbox.look(second.last(), 2).join();
        assertThat(none.entries()).isEmpty();
        assertThat(none.last()).isEqualTo(second.last());
        outbox.acknowledge(Long.MAX_VALUE);
        awaitEmpty();
        assertThat(outbox.look(0, 2).join().entries()).isEmpty();
    }
}
