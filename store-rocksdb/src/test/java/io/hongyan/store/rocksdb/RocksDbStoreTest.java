package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.message.Message;
import io.hongyan.broker.store.AtomicBatch;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Durability, space and reads of the store, as a shard sees them.
class RocksDbStoreTest {
    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();

    static Stream<Durability> durabilities() {
        return Stream.of(Durability.ALWAYS, Durability.OS, new Durability.Interval(Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @MethodSource("durabilities")
    void nothing_is_safe_until_the_disk_has_taken_it_and_then_all_is(Durability durability) {
        String session;
        try (StoreRun run = new StoreRun(folder, durability, disk)) {
            session = run.session("a");
            run.durable().join();
            disk.refuses(true);
            run.append(session, 1, StoreRun.message("a/b", "one"));
            CompletableFuture<Void> durable = run.durable();
            await().until(() -> disk.refusals() >= 2);
            assertThat(durable).isNotDone();
            assertThat(run.store.stats().failing()).isTrue();
            run.append(session, 2, StoreRun.message("a/b", "two"));
            disk.refuses(false);
            durable.join();
            run.durable().join();
            assertThat(run.store.stats().failing()).isFalse();
        }
        try (StoreRun again = new StoreRun(folder)) {
            assertThat(again.page(session, 0, 10).entries())
                    .extracting(stored -> new String(stored.message().payload(), UTF_8))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void a_message_for_many_inboxes_stands_once_and_goes_with_the_last_reference() {
        String[] sessions = new String[100];
        try (StoreRun run = new StoreRun(folder)) {
            Message message = StoreRun.message("a/b", "x".repeat(1000));
            for (int i = 0; i < sessions.length; i++) {
                sessions[i] = run.session("c" + i);
                run.append(sessions[i], 1, message);
            }
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("inbox", 100L);
        try (StoreRun run = new StoreRun(folder)) {
            for (int i = 0; i < sessions.length - 1; i++) {
                run.done(sessions[i], 1);
            }
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("inbox", 1L);
        try (StoreRun run = new StoreRun(folder)) {
            run.of(sessions[99]).remove();
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 0L).containsEntry("inbox", 0L);
    }

    @Test
    void a_message_for_inbox_and_outbox_stands_once_and_goes_with_the_last_of_both() {
        String session;
        try (StoreRun run = new StoreRun(folder)) {
            Message message = StoreRun.message("a/b", "x".repeat(1000));
            session = run.session("c");
            run.append(session, 1, message);
            assertThat(run.offer(run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults()), message))
                    .isTrue();
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("outbox", 1L);
        try (StoreRun run = new StoreRun(folder)) {
            run.done(session, 1);
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 1L).containsEntry("inbox", 0L);
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            outbox.acknowledge(outbox.read(0, 10).join().last());
            await().until(() -> outbox.stats().messages() == 0);
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 0L).containsEntry("outbox", 0L);
    }

    @Test
    void many_entries_of_an_outbox_are_acknowledged_at_once() {
        int count = 25_000;
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            for (int i = 0; i < count; i++) {
                run.offer(outbox, StoreRun.message("a", "x"));
            }
            run.durable().join();
            assertThat(outbox.stats().messages()).isEqualTo(count);
            outbox.acknowledge(Long.MAX_VALUE);
            await().until(() -> outbox.stats().acknowledged() == count);
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("bodies", 0L).containsEntry("outbox", 0L);
    }

    @Test
    void nothing_of_an_outbox_is_read_before_the_disk_has_taken_it() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            disk.refuses(true);
            run.offer(outbox, StoreRun.message("a", "x"));
            CompletableFuture<OutboxPage> page = outbox.read(0, 10);
            await().until(() -> disk.refusals() >= 2);
            assertThat(page).isNotDone();
            disk.refuses(false);
            assertThat(page.join().entries()).hasSize(1);
        }
    }

    @Test
    void what_is_forgotten_within_an_open_batch_is_forgotten_whenever_the_batch_is_committed() {
        try (StoreRun run = new StoreRun(folder)) {
            String session = run.session("a");
            AtomicBatch batch = new AtomicBatch();
            run.shard.within(batch, () -> {
                run.append(session, 1, StoreRun.message("a", "early"));
                run.append(session, 2, StoreRun.message("a", "late"));
            });
            run.shard.within(batch, () -> run.done(session, 1));
            run.durable().join();
            assertThat(run.page(session, 0, 10).entries()).isEmpty();
            run.of(run.session("p")).received(7, batch);
            run.durable().join();
            assertThat(run.page(session, 0, 10).entries()).hasSize(1);
            run.shard.within(batch, () -> run.done(session, 2));
            run.durable().join();
            assertThat(run.page(session, 0, 10).entries()).isEmpty();
        }
    }

    @Test
    void the_space_of_messages_that_were_delivered_is_given_back_while_the_store_is_in_use() throws IOException {
        int count = 50_000;
        ManualClock clock = new ManualClock();
        try (StoreRun run = new StoreRun(folder, clock)) {
            String session = run.session("a");
            for (int i = 1; i <= count; i++) {
                run.append(session, i, StoreRun.message("a/" + i, i + "x".repeat(1000)));
            }
            run.durable().join();
            assertThat(bytes()).isGreaterThan(count * 1000L / 2);
            for (int i = 1; i <= count; i++) {
                run.done(session, i);
            }
            run.durable().join();
            clock.minute();
            await().until(() -> bytes() < count * 1000L / 20);
        }
    }

    private long bytes() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
