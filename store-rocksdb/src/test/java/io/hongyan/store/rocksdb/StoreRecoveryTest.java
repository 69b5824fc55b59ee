package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.message.Clock;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/// What a start does with the rows that it finds.
class StoreRecoveryTest {
    private static final int ORPHANS = 25_000;

    @TempDir
    private Path folder;

    private void addOrphans() throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            for (int i = 0; i < ORPHANS; i++) {
                batch.put(
                        Table.INBOX,
                        KeyCodec.of(1, (long) i),
                        ByteBuffer.allocate(13).array());
            }
            engine.write(batch, true);
        }
    }

    @Test
    void rows_without_a_session_are_deleted_in_batches() throws RocksDBException {
        addOrphans();
        AtomicInteger writes = new AtomicInteger();
        RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock(), call -> {
                    if (call == DiskHook.Call.WRITE) {
                        writes.incrementAndGet();
                    }
                })
                .close();
        assertThat(writes).hasValue(3);
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", 0L);
    }

    @Test
    void a_start_that_cannot_delete_closes_the_database_and_the_next_start_goes_on() throws RocksDBException {
        addOrphans();
        AtomicInteger writes = new AtomicInteger();
        assertThatThrownBy(() ->
                        RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock(), _ -> {
                            if (writes.incrementAndGet() == 2) {
                                throw new StoreException("no space left on device");
                            }
                        }))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("no space left");
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).isEmpty();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("inbox", 0L);
    }

    @Test
    void an_error_during_the_start_closes_the_database() throws RocksDBException {
        try (StoreRun run = new StoreRun(folder)) {
            run.session("a");
            run.durable().join();
        }
        Clock broken = new Clock() {
            @Override
            public long wallMillis() {
                throw new AssertionError("a fault of the test");
            }

            @Override
            public long steadyMillis() {
                throw new AssertionError("a fault of the test");
            }
        };
        assertThatThrownBy(() -> RocksDbStore.open(folder, Durability.ALWAYS, StoreLimits.defaults(), broken))
                .isInstanceOf(AssertionError.class);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starts", "time"})
    void a_number_of_the_store_that_is_none_is_refused_with_its_name_and_the_database_is_closed(String name)
            throws RocksDBException {
        byte[] key = name.getBytes(StandardCharsets.US_ASCII);
        put(key, new byte[3]);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> new StoreRun(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("'" + name + "'");
        }
    }

    private void put(byte[] key, byte[] value) throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            batch.put(Table.META, key, value);
            engine.write(batch, true);
        }
    }
}
