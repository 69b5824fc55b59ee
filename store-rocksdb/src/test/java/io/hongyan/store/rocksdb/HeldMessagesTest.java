package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the store holds of messages on the heap, before they are written and afterwards.
class HeldMessagesTest {
    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();

    private static Message large(int bytes) {
        return StoreRun.message("a/b", "x".repeat(bytes));
    }

    private static List<Outbox> outboxes(StoreRun run, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> run.store.outbox(new OutboxKey("i", "rule" + i), OutboxLimits.defaults()))
                .toList();
    }

    @Test
    void of_large_messages_that_are_written_the_heap_keeps_few_bytes() {
        try (StoreRun run = new StoreRun(folder)) {
            String session = run.session("a");
            List<WeakReference<Message>> written = new ArrayList<>();
            for (int i = 1; i <= 640; i++) {
                Message message = large(64 << 10);
                written.add(new WeakReference<>(message));
                run.append(session, i, message);
                if (i % 64 == 0) {
                    run.durable().join();
                }
            }
            await().until(() -> {
                System.gc();
                return held(written) <= 16 << 20;
            });
        }
    }

    private static long held(List<WeakReference<Message>> messages) {
        return messages.stream()
                .map(WeakReference::get)
                .filter(Objects::nonNull)
                .mapToLong(Message::bytes)
                .sum();
    }

    @Test
    void a_message_larger_than_what_is_remembered_stands_once_and_is_read_by_all() {
        Message message = large(20 << 20);
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            String first = run.session("a");
            String second = run.session("b");
            disk.refuses(true);
            run.append(first, 1, message);
            run.append(second, 1, message);
            disk.refuses(false);
            run.durable().join();
            run.append(first, 2, message);
            run.durable().join();
            assertThat(run.page(first, 0, 10).entries()).hasSize(1); // a page holds a few MiB
            assertThat(run.page(second, 0, 10).entries().getFirst().message().payload())
                    .isEqualTo(message.payload());
        }
        assertThat(StoreCheck.check(folder).faults()).isEmpty();
    }

    @Test
    void a_message_for_many_outboxes_counts_its_body_once_while_it_waits_for_the_disk() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            List<Outbox> queues = outboxes(run, 1000);
            disk.refuses(true);
            for (int i = 0; i < 20; i++) {
                Message message = large(60_000);
                queues.forEach(queue -> run.offer(queue, message));
            }
            assertThat(run.shard.refusal()).isNull();
            assertThat(run.store.stats().pendingBytes()).isBetween(20 * 60_000L + 20_000 * 32, 4L << 20);
            disk.refuses(false);
            run.durable().join();
            assertThat(run.store.stats().pendingBytes()).isZero();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 20L).containsEntry("outbox", 20_000L);
    }

    @Test
    void a_message_for_many_inboxes_counts_its_body_once_while_it_waits_for_the_disk() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            List<String> sessions =
                    IntStream.range(0, 2000).mapToObj(i -> run.session("c" + i)).toList();
            disk.refuses(true);
            Message message = large(60_000);
            sessions.forEach(session -> run.append(session, 1, message));
            assertThat(run.shard.refusal()).isNull();
            disk.refuses(false);
            run.durable().join();
            assertThat(run.store.stats().pendingBytes()).isZero();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("inbox", 2000L);
    }

    @Test
    void different_messages_count_each_until_nothing_more_is_taken() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            String session = run.session("a");
            disk.refuses(true);
            int taken = 0;
            while (run.shard.refusal() == null) {
                run.append(session, ++taken, large(1 << 20));
            }
            assertThat(taken).isEqualTo(64);
            disk.refuses(false);
            run.durable().join();
            assertThat(run.shard.refusal()).isNull();
            assertThat(run.store.stats().pendingBytes()).isZero();
        }
    }

    @Test
    void a_message_that_comes_again_after_it_was_written_counts_again() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            String session = run.session("a");
            Message message = large(1 << 20);
            run.append(session, 1, message);
            run.durable().join();
            disk.refuses(true);
            run.append(session, 2, message);
            assertThat(run.store.stats().pendingBytes()).isGreaterThan(1 << 20);
            disk.refuses(false);
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("inbox", 2L);
    }
}
