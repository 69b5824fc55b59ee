package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.check.StoreRepair;
import io.hongyan.store.rocksdb.check.StoreReport;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/// Rows by key on a disk that fails, and in stores of earlier versions.
class RocksDbRecordsTest {
    @TempDir
    private Path data;

    private final FaultyDisk disk = new FaultyDisk();

    private static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    private static List<Change> put(String key, String value) {
        return List.of(new Change.Put(bytes(key), bytes(value)));
    }

    @Test
    void a_write_that_fails_is_repeated_until_it_succeeds() {
        Path folder = data.resolve("store");
        try (StoreRun run = new StoreRun(folder, Durability.ALWAYS, disk)) {
            RecordTable records = run.store.records();
            records.write(put("a", "1")).join();
            disk.refuses(true);
            CompletableFuture<Void> waiting = records.write(put("a", "2"));
            await().until(() -> disk.refusals() >= 2);
            assertThat(waiting).isNotDone();
            assertThat(records.get(bytes("a"))).isEqualTo(bytes("1"));
            disk.refuses(false);
            waiting.join();
            assertThat(records.get(bytes("a"))).isEqualTo(bytes("2"));
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.store.records().get(bytes("a"))).isEqualTo(bytes("2"));
        }
    }

    @Test
    void a_write_that_waits_for_the_disk_when_the_store_is_closed_fails() {
        CompletableFuture<Void> waiting;
        try (StoreRun run = new StoreRun(data.resolve("store"), Durability.ALWAYS, disk)) {
            disk.refuses(true);
            waiting = run.store.records().write(put("a", "1"));
            await().until(() -> disk.refusals() >= 1);
        }
        assertThatThrownBy(waiting::join).hasMessageContaining("closed");
    }

    @Test
    void writes_are_refused_when_too_much_waits_for_the_disk_and_taken_again_afterwards() {
        try (StoreRun run = new StoreRun(data.resolve("store"), Durability.OS, disk)) {
            RecordTable records = run.store.records();
            disk.refuses(true);
            List<CompletableFuture<Void>> taken = new ArrayList<>();
            List<Change> large = List.of(new Change.Put(bytes("a"), new byte[RecordTable.MAX_VALUE]));
            CompletableFuture<Void> last = records.write(large);
            while (!last.isCompletedExceptionally()) {
                taken.add(last);
                last = records.write(large);
            }
            assertThat(taken).hasSize(64);
            assertThatThrownBy(last::join).hasMessageContaining("the disk does not keep up");
            disk.refuses(false);
            taken.forEach(CompletableFuture::join);
            records.write(large).join();
        }
    }

    @Test
    void damage_is_told_by_a_read_and_a_check_and_stops_no_start() throws IOException, RocksDBException {
        Path folder = data.resolve("store");
        try (StoreRun run = new StoreRun(folder)) {
            run.store.records().write(put("a", "1")).join();
        }
        new StoreRun(folder).close(); // writes the log as a file of the table
        Path file = Damage.files(folder, Table.RECORDS).getFirst();
        Damage.BLOCK.to(file);
        try (StoreRun run = new StoreRun(folder)) {
            assertThatThrownBy(() -> run.store.records().get(bytes("a")))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("hongyan store repair");
            run.store.records().write(put("b", "2")).join();
            assertThat(run.store.records().get(bytes("b"))).isEqualTo(bytes("2"));
        }
        assertThat(StoreCheck.check(folder).faults())
                .anyMatch(fault -> fault.contains(file.getFileName() + " of table records"));
        assertThat(StoreRepair.repair(folder, data.resolve("aside")).rows()).containsEntry("records", 1L);
    }

    @Test
    void a_copy_has_the_rows() {
        Path copy = data.resolve("copy");
        try (StoreRun run = new StoreRun(data.resolve("store"))) {
            run.store.records().write(put("a", "1")).join();
            run.store.backup(copy);
        }
        try (StoreRun run = new StoreRun(copy)) {
            assertThat(run.store.records().get(bytes("a"))).isEqualTo(bytes("1"));
        }
        assertThat(StoreCheck.check(copy).rows()).containsEntry("records", 1L);
    }

    @Test
    void records_alone_make_a_store_that_is_not_empty() {
        Path folder = data.resolve("store");
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.store.isEmpty()).isTrue();
            run.store.records().write(put("a", "1")).join();
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.store.isEmpty()).isFalse();
        }
    }

    /// As a program wrote it that knew no records.
    private Path oldStore() throws IOException, RocksDBException {
        Path folder = Files.createDirectories(data.resolve("old").resolve("store"));
        List<Table> tables = List.copyOf(EnumSet.complementOf(EnumSet.of(Table.RECORDS)));
        List<ColumnFamilyDescriptor> families = tables.stream()
                .map(table -> new ColumnFamilyDescriptor(table.label()))
                .toList();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
                RocksDB database = RocksDB.open(options, folder.toString(), families, handles)) {
            database.put(bytes("format"), ByteBuffer.allocate(4).putInt(1).array());
            database.put(bytes("starts"), ByteBuffer.allocate(8).putLong(1).array());
            database.put(bytes("time"), ByteBuffer.allocate(8).putLong(1).array());
            database.put(
                    handles.get(tables.indexOf(Table.RETAINED)),
                    KeyCodec.of("i", bytes("r")),
                    RowCodec.message(StoreRun.message("r", "kept"), 1));
            try (FlushOptions flushing = new FlushOptions().setWaitForFlush(true)) {
                database.flush(flushing, handles);
            }
            handles.forEach(ColumnFamilyHandle::close);
        }
        return folder;
    }

    @Test
    void an_old_store_is_sound_and_gets_the_table_when_it_is_opened() throws IOException, RocksDBException {
        Path folder = oldStore();
        StoreReport report = StoreCheck.check(folder);
        assertThat(report.faults()).isEmpty();
        assertThat(report.rows()).containsEntry("records", 0L).containsEntry("meta", 3L);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.store.records().get(bytes("a"))).isNull();
            run.store.records().write(put("a", "1")).join();
        }
        assertThat(StoreCheck.check(folder).rows()).containsEntry("records", 1L);
    }

    @Test
    void a_damaged_old_store_is_repaired() throws IOException, RocksDBException {
        Path folder = oldStore();
        Damage.MISSING.to(Damage.files(folder, Table.META).getFirst());
        StoreReport saved = StoreRepair.repair(folder, folder.resolveSibling("aside"));
        assertThat(saved.faults()).isNotEmpty();
        assertThat(saved.rows()).containsEntry("records", 0L).containsEntry("retained", 1L);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.retained).hasSize(1);
            run.store.records().write(put("a", "1")).join();
        }
    }
}
