package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.store.InboxEntry;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Messages whose receivers acknowledge before they are written.
class UnwrittenMessagesTest {
    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();

    private StoreRun open() {
        return new StoreRun(folder, Durability.ALWAYS, disk);
    }

    private static void send(StoreRun run, String session, long sequence) {
        run.append(session, sequence, StoreRun.message("a/b", "text " + sequence));
        run.mark(session, sequence, (int) sequence);
    }

    @Test
    void what_is_acknowledged_before_it_is_written_needs_no_disk() {
        try (StoreRun run = open()) {
            String session = run.session("a");
            run.durable().join();
            int[] sequence = {0};
            await().until(
                            () -> { // a slow machine may write one or the other
                                long rows = run.store.stats().rows();
                                send(run, session, ++sequence[0]);
                                CompletableFuture<Void> durable = run.durable();
                                run.done(session, sequence[0]);
                                durable.join();
                                return run.store.stats().rows() == rows;
                            });
            run.durable().join();
            assertThat(run.store.stats().pendingBytes()).isZero();
        }
        assertThat(StoreCheck.check(folder).rows())
                .containsEntry("inbox", 0L)
                .containsEntry("flight", 0L)
                .containsEntry("bodies", 0L);
    }

    @Test
    void what_is_not_acknowledged_is_written_soon_with_its_mark() {
        try (StoreRun run = open()) {
            String session = run.session("a");
            send(run, session, 1);
            run.durable().join();
        }
        try (StoreRun again = open()) {
            assertThat(again.sessions.get("a"))
                    .satisfies(kept -> assertThat(kept.taken())
                            .extracting(InboxEntry::mark)
                            .containsExactly(1));
        }
    }

    @Test
    void nothing_is_safe_while_a_message_before_it_is_neither_acknowledged_nor_written() {
        try (StoreRun run = open()) {
            String session = run.session("a");
            run.durable().join();
            disk.refuses(true);
            send(run, session, 1);
            CompletableFuture<Void> first = run.durable();
            send(run, session, 2);
            CompletableFuture<Void> second = run.durable();
            run.done(session, 2);
            await().until(() -> disk.refusals() > 0);
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            disk.refuses(false);
            first.join();
            second.join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", 1L).containsEntry("bodies", 1L);
    }

    @Test
    void nothing_is_safe_while_what_the_writer_took_before_is_not() {
        try (StoreRun run = open()) {
            String session = run.session("a");
            run.durable().join();
            disk.refuses(true);
            run.append(session, 1, StoreRun.message("a/b", "waits"));
            CompletableFuture<Void> first = run.durable();
            await().until(() -> disk.refusals() > 0);
            send(run, session, 2);
            CompletableFuture<Void> second = run.durable();
            run.done(session, 2);
            assertThat(first).isNotDone();
            assertThat(second).isNotDone();
            disk.refuses(false);
            first.join();
            second.join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", 1L).containsEntry("bodies", 1L);
    }

    @Test
    void a_message_that_one_receiver_acknowledges_stays_for_the_other() {
        try (StoreRun run = open()) {
            String fast = run.session("a");
            String absent = run.session("b");
            var message = StoreRun.message("a/b", "for both");
            run.append(fast, 1, message);
            run.mark(fast, 1, 1);
            run.append(absent, 1, message);
            run.done(fast, 1);
            run.durable().join();
            assertThat(run.texts(absent, 0, 10)).containsExactly("for both");
            assertThat(run.texts(fast, 0, 10)).isEmpty();
        }
    }

    @Test
    void a_session_that_ends_takes_along_what_it_was_sent() {
        try (StoreRun run = open()) {
            String session = run.session("a");
            send(run, session, 1);
            run.of(session).remove();
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows())
                .containsEntry("sessions", 0L)
                .containsEntry("inbox", 0L)
                .containsEntry("flight", 0L)
                .containsEntry("bodies", 0L);
    }
}
