package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.broker.store.RecoveredRetained;
import io.hongyan.broker.store.RecoveredSession;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.broker.store.VShard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Unexpected errors in the threads of the store are reported, and no thread ends silently.
class FailingStoreTest {
    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private final BrokenClock clock = new BrokenClock();

    /// Throws an error on threads with that name.
    private static final class BrokenClock implements Clock {
        private final Clock system = new SystemClock();
        private volatile String broken = "";

        @Override
        public long wallMillis() {
            check();
            return system.wallMillis();
        }

        @Override
        public long steadyMillis() {
            check();
            return system.steadyMillis();
        }

        private void check() {
            if (Thread.currentThread().getName().equals(broken)) {
                throw new AssertionError("a fault of the test");
            }
        }
    }

    /// Whether the writing thread waits for a lock within that method.
    private static boolean isWaiting(String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("store-writer")
                        && entry.getKey().getState() == Thread.State.WAITING)
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(frame -> frame.getMethodName().equals(method));
    }

    @Test
    void an_error_in_a_write_is_no_end_but_a_fault_that_is_told_until_the_write_succeeds() {
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            assertThat(run.store.fault()).isNull();
            disk.throwsErrors(true);
            String session = run.session("a");
            CompletableFuture<Void> durable = run.durable();
            await().until(() -> disk.refusals() >= 2);
            assertThat(durable).isNotDone();
            assertThat(run.store.fault()).contains("cannot write").contains("a fault of the disk");
            assertThat(run.store.failure()).isNotDone();
            disk.throwsErrors(false);
            durable.join();
            assertThat(run.store.fault()).isNull();
            run.append(session, 1, StoreRun.message("a", "x"));
            run.durable().join();
        }
        try (StoreRun again = new StoreRun(folder)) {
            assertThat(again.waiting()).isEqualTo(1);
        }
    }

    @Test
    void nothing_is_acknowledged_while_the_folder_is_not_the_one_that_was_opened() throws IOException {
        Path store = folder.resolve("store");
        Path away = folder.resolve("away");
        try (StoreRun run = new StoreRun(store)) {
            String session = run.session("a");
            run.append(session, 1, StoreRun.message("a", "before"));
            run.durable().join();
            Files.move(store, away);
            Files.createDirectory(store); // as an empty mount point would be
            run.append(session, 2, StoreRun.message("a", "after"));
            CompletableFuture<Void> durable = run.durable();
            await().until(() -> run.store.fault() != null);
            assertThat(run.store.fault())
                    .contains(
                            store + " is gone, empty or without",
                            "remove " + folder.resolve("store.made") + " to begin anew",
                            "then start the service");
            assertThat(durable).isNotDone();
            Files.delete(store);
            Files.move(away, store);
            durable.join();
            assertThat(run.store.fault()).isNull();
        }
        try (StoreRun again = new StoreRun(store)) {
            assertThat(again.waiting()).isEqualTo(2);
        }
    }

    @Test
    void an_error_that_leaves_writes_unknown_ends_the_store_and_everybody_is_told() {
        try (StoreRun run = new StoreRun(folder, clock)) {
            String session = run.session("a");
            run.append(session, 1, StoreRun.message("a", "before"));
            run.durable().join();
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            CompletableFuture<OutboxPage> page = outbox.read(0, 10);
            clock.broken = "store-writer";
            run.append(session, 2, StoreRun.message("a", "after"));
            CompletableFuture<Void> durable = run.durable();
            assertThat(run.store.failure().join()).contains("a fault of the test");
            assertThat(run.store.fault()).contains("a fault of the test");
            assertThat(run.shard.refusal()).contains("a fault of the test");
            assertThat(run.store.stats().failed()).isTrue();
            await().until(page::isCompletedExceptionally);
            assertThat(outbox.read(0, 10)).isCompletedExceptionally();
            await().untilAsserted(() -> assertThat(run.store.dropInstance("i")).isCompletedExceptionally());
            clock.broken = "";
            assertThat(run.durable()).isNotDone();
            assertThat(durable).isNotDone();
        }
        try (StoreRun again = new StoreRun(folder)) {
            assertThat(again.waiting()).isEqualTo(1);
            assertThat(again.store.fault()).isNull();
        }
    }

    @Test
    void what_waits_for_a_writer_that_ends_is_told_or_stays_unanswered() {
        try (StoreRun run = new StoreRun(folder, clock)) {
            clock.broken = "store-writer";
            CompletableFuture<Void> dropped = run.store.dropInstance("i");
            assertThatThrownBy(dropped::join).hasMessageContaining("has failed");
        }
    }

    @Test
    void an_error_in_a_read_is_told_and_the_read_is_repeated_until_it_succeeds() {
        try (StoreRun run = new StoreRun(folder, clock)) {
            String session = run.session("a");
            run.append(session, 1, StoreRun.message("a", "x"));
            run.durable().join();
            clock.broken = "store-reader";
            CompletableFuture<Integer> rows = new CompletableFuture<>();
            run.of(session).read(0, 10, page -> rows.complete(page.entries().size()));
            await().until(() -> run.store.stats().readFailures() >= 2);
            assertThat(rows).isNotDone();
            assertThat(run.store.fault()).contains("cannot read the inbox").contains("a fault of the test");
            clock.broken = "";
            assertThat(rows.join()).isEqualTo(1);
            await().until(() -> run.store.fault() == null);
        }
    }

    @Test
    void nothing_is_acknowledged_when_the_store_is_closed_while_it_cannot_write() {
        CompletableFuture<Void> durable;
        CompletableFuture<Void> dropped;
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            disk.refuses(true);
            run.session("a");
            durable = run.durable();
            dropped = run.store.dropInstance("j");
            await().until(() -> disk.refusals() >= 1);
        }
        assertThat(durable).isNotDone();
        assertThat(dropped).isCompletedExceptionally();
    }

    @Test
    void a_database_that_is_opened_again_after_a_fault_waits_for_sessions_that_are_being_read() {
        int count = 600; // of one virtual shard: several pages
        int vshard = VShard.ofClient("0");
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            IntStream.iterate(0, i -> i + 1)
                    .mapToObj(Integer::toString)
                    .filter(id -> VShard.ofClient(id) == vshard)
                    .limit(count)
                    .forEach(run::session);
            run.durable().join();
            CompletableFuture<Void> opened = new CompletableFuture<>();
            List<RecoveredSession> read = new ArrayList<>();
            run.shard.acquire(vshard, new ShardStore.Acquisition() {
                @Override
                public void page(List<RecoveredSession> sessions) {
                    if (read.isEmpty()) {
                        disk.refuses(true);
                        run.session("another");
                        CompletableFuture<Void> durable = run.durable();
                        await().until(() -> disk.reopenings() >= 1);
                        disk.refuses(false);
                        await().until(() -> durable.isDone() || isWaiting("reopen"));
                        assertThat(durable).isNotDone();
                    }
                    read.addAll(sessions);
                }

                @Override
                public void retained(List<RecoveredRetained> messages) {}

                @Override
                public void opened() {
                    opened.complete(null);
                }
            });
            opened.join();
            assertThat(read).hasSize(count);
            run.durable().join();
        }
    }

    @Test
    void a_database_that_cannot_be_opened_again_is_tried_until_it_can_also_when_somebody_reads() throws IOException {
        Path store = folder.resolve("store");
        try (StoreRun run = new StoreRun(store)) {
            run.append(run.session("a"), 1, StoreRun.message("a", "before"));
            run.durable().join();
        }
        try (StoreRun run = new StoreRun(store, Durability.ALWAYS, disk)) { // has written tables at its start
            Outbox outbox = run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults());
            run.offer(outbox, StoreRun.message("a", "out"));
            run.durable().join();
            List<Path> tables = Damage.away(store, folder.resolve("away"));
            disk.refuses(true);
            run.append("a", 2, StoreRun.message("a", "after"));
            CompletableFuture<Void> durable = run.durable();
            await().until(() -> disk.reopenings() >= 1);
            disk.refuses(false);
            await().until(() -> disk.reopenings() >= 4);
            assertThat(durable).isNotDone();
            assertThat(run.store.fault()).contains(".sst");
            CompletableFuture<OutboxPage> page = outbox.read(0, 10);
            await().until(() -> run.store.stats().readFailures() >= 2);
            for (Path table : tables) {
                Files.move(table, store.resolve(table.getFileName()));
            }
            durable.join();
            assertThat(page.join().entries()).hasSize(1);
            await().until(() -> run.store.fault() == null);
        }
        try (StoreRun again = new StoreRun(store)) {
            assertThat(again.texts("a", 0, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void a_task_that_throws_keeps_no_other_from_its_turn() {
        try (StoreRun run = new StoreRun(folder)) {
            run.session("c");
            run.shard.whenDurable(() -> {
                throw new IllegalStateException("a fault of the test");
            });
            run.durable().join();
            run.session("d");
            run.durable().join();
        }
    }
}
