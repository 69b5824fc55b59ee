package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.store.InboxPage;
import io.hongyan.broker.store.Outbox;
import io.hongyan.broker.store.OutboxEntry;
import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.OutboxPage;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.check.StoreRepair;
import io.hongyan.store.rocksdb.check.StoreReport;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/// A row that the disk returns as it was written, but that cannot be decoded, is skipped, counted and reported; it does
/// not stop the start, and every other row is read.
@Timeout(60)
class UndecodableRowsTest {
    private static final OutboxKey RULE = new OutboxKey("i", "rule");
    private static final int MESSAGES = 3;

    @TempDir
    private Path data;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() {
        folder = data.resolve("store");
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(RULE, OutboxLimits.defaults());
            for (String client : List.of("a", "b")) {
                run.session(client);
                for (int i = 1; i <= MESSAGES; i++) {
                    run.append(client, i, StoreRun.message(client, "message " + i));
                }
                run.mark(client, 1, 7);
                run.of(client).received(5, null);
                run.shard.retain("i", StoreRun.message(client, "retained"));
                run.offer(outbox, StoreRun.message(client, "offered"));
                run.durable().join();
            }
        }
    }

    /// Replaces the value of the first row of a table, or of the one after it.
    private byte[] damage(Table table, int index, byte[] value) throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            List<byte[]> keys = new ArrayList<>();
            engine.scan(table, new byte[0], (key, _, _) -> keys.add(key));
            RowBatch batch = new RowBatch();
            batch.put(table, keys.get(index), value);
            engine.write(batch, true);
            return keys.get(index);
        }
    }

    private void add(Table table, byte[] key, byte[] value) throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            batch.put(table, key, value);
            engine.write(batch, true);
        }
    }

    private static long undecodable(StoreRun run) {
        return run.store.stats().undecodableRows();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 25, 60})
    void a_session_is_skipped_and_the_others_come_back(int length) throws RocksDBException {
        damage(Table.SESSIONS, 0, new byte[length]);
        for (int start = 0; start < 2; start++) {
            try (StoreRun run = new StoreRun(folder)) {
                assertThat(run.sessions).hasSize(1);
                assertThat(undecodable(run)).isEqualTo(1);
                String left = run.sessions.keySet().iterator().next();
                assertThat(run.texts(left, 1, 10)).containsExactly("message 2", "message 3");
                run.session("c");
                run.durable().join();
                run.of("c").remove();
                run.durable().join();
            }
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", 2L * MESSAGES);
    }

    @Test
    void a_retained_message_is_skipped_and_the_others_come_back() throws RocksDBException {
        damage(Table.RETAINED, 0, new byte[] {1, 2, 3});
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.retained).containsOnlyKeys("i b");
            assertThat(undecodable(run)).isEqualTo(1);
            run.shard.retain("i", StoreRun.message("a", "new"));
            run.durable().join();
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.retained).hasSize(2);
            assertThat(undecodable(run)).isZero();
        }
    }

    @Test
    void a_subscription_is_skipped_and_its_session_comes_back() throws RocksDBException {
        damage(Table.SUBSCRIPTIONS, 0, new byte[0]);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions.values())
                    .extracting(session -> session.subscriptions().size())
                    .containsExactlyInAnyOrder(0, 1);
            assertThat(undecodable(run)).isEqualTo(1);
        }
    }

    @Test
    void a_mark_that_cannot_be_decoded_lets_the_message_be_sent_again() throws RocksDBException {
        damage(Table.FLIGHT, 0, new byte[] {1});
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions.values())
                    .extracting(session -> session.waiting().messages())
                    .containsExactlyInAnyOrder(MESSAGES, MESSAGES - 1);
            assertThat(undecodable(run)).isEqualTo(1);
        }
    }

    @Test
    void an_entry_of_an_inbox_is_skipped_and_can_be_deleted() throws RocksDBException {
        byte[] key = damage(Table.INBOX, 1, new byte[] {1});
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(undecodable(run)).isEqualTo(1);
            String damaged = run.sessions.values().stream()
                    .filter(session -> session.waiting().messages() == MESSAGES - 2)
                    .map(session -> session.session().key().clientId())
                    .findFirst()
                    .orElseThrow();
            assertThat(run.sessions.get(damaged).waiting().lastSequence()).isEqualTo(MESSAGES);
            assertThat(run.texts(damaged, 1, 10)).containsExactly("message 3");
            assertThat(run.page(damaged, 1, 10).lost()).isEmpty();
            run.done(damaged, KeyCodec.sequence(key));
            run.durable().join();
            run.of(damaged).remove();
            run.durable().join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", (long) MESSAGES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void a_message_is_lost_and_the_others_are_read(int index) throws RocksDBException {
        damage(Table.BODIES, index, new byte[] {9, 9, 9});
        try (StoreRun run = new StoreRun(folder)) {
            InboxPage page = run.page("a", 1, 10);
            assertThat(run.sessions.get("a").taken()).hasSize(index == 0 ? 0 : 1);
            assertThat(page.lost()).hasSize(index == 0 ? 0 : 1);
            assertThat(page.entries()).hasSize(index == 0 ? 2 : 1);
            assertThat(undecodable(run)).isEqualTo(1);
            assertThat(run.store.fault()).isNull();
        }
    }

    @Test
    void an_entry_of_an_outbox_is_skipped_and_deleted_with_those_before_it() throws RocksDBException {
        damage(Table.OUTBOX, 0, new byte[] {1});
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(RULE, OutboxLimits.defaults());
            assertThat(undecodable(run)).isEqualTo(1);
            assertThat(outbox.stats().messages()).isEqualTo(1);
            OutboxPage page = outbox.read(0, 10).join();
            assertThat(page.entries()).extracting(OutboxEntry::message).hasSize(1);
            outbox.acknowledge(page.last());
            await().until(() -> outbox.stats().messages() == 0);
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("outbox", 0L);
    }

    @Test
    void a_message_of_an_outbox_is_lost_and_the_others_are_read() throws RocksDBException {
        damage(Table.BODIES, MESSAGES, new byte[] {9, 9, 9});
        try (StoreRun run = new StoreRun(folder)) {
            Outbox outbox = run.store.outbox(RULE, OutboxLimits.defaults());
            assertThat(outbox.read(0, 10).join().entries()).hasSize(1);
            assertThat(outbox.stats().lost()).isEqualTo(1);
            assertThat(undecodable(run)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_no_version_has_written_stops_no_start(Table table) throws RocksDBException {
        add(table, new byte[] {0}, new byte[] {1});
        add(table, new byte[] {(byte) 0xff, 1, 2}, new byte[] {1});
        add(table, "deleted\0x".getBytes(java.nio.charset.StandardCharsets.US_ASCII), new byte[] {1});
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).containsOnlyKeys("a", "b");
            assertThat(run.texts("a", 1, 10)).containsExactly("message 2", "message 3");
            assertThat(run.retained).hasSize(2);
            assertThat(run.store
                            .outbox(RULE, OutboxLimits.defaults())
                            .read(0, 10)
                            .join()
                            .entries())
                    .hasSize(2);
        }
    }

    @Test
    void check_names_the_rows_and_repair_leaves_them_in_the_damaged_store() throws RocksDBException {
        damage(Table.SESSIONS, 0, new byte[] {1});
        damage(Table.RETAINED, 0, new byte[] {1});
        StoreReport report = StoreCheck.check(folder);
        assertThat(report.faults())
                .anySatisfy(fault -> assertThat(fault).contains("1 row of table sessions cannot be decoded"))
                .anySatisfy(fault -> assertThat(fault).contains("1 row of table retained cannot be decoded"));
        assertThat(report.faults())
                .hasSize(3)
                .anyMatch(fault -> fault.contains("belong to sessions that cannot be read"));
        assertThat(StoreRepair.repair(folder, data.resolve("aside"))).isEqualTo(report);
        assertThat(StoreCheck.check(folder).faults()).isEmpty();
        assertThat(StoreCheck.check(data.resolve("aside"))).isEqualTo(report);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(1);
            assertThat(undecodable(run)).isZero();
        }
    }
}
