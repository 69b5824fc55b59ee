package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.StoreException;
import io.hongyan.store.rocksdb.check.StoreCheck;
import io.hongyan.store.rocksdb.check.StoreRepair;
import io.hongyan.store.rocksdb.check.StoreReport;
import io.hongyan.store.rocksdb.engine.Engine;
import io.hongyan.store.rocksdb.engine.RowBatch;
import io.hongyan.store.rocksdb.engine.Table;
import io.hongyan.store.rocksdb.row.KeyCodec;
import io.hongyan.store.rocksdb.row.RowCodec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/// A store whose files have changed is refused with advice, never opened as if it were empty.
class DamagedStoreTest {
    private static final int SESSIONS = 20;
    private static final int MESSAGES = 200;
    private static final byte[] FORMAT = "format".getBytes(US_ASCII);

    @TempDir
    private Path data;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() {
        folder = data.resolve("store");
        try (StoreRun run = new StoreRun(folder)) {
            for (int s = 0; s < SESSIONS; s++) {
                String session = run.session("client" + s);
                for (int i = 1; i <= MESSAGES; i++) {
                    run.append(session, i, StoreRun.message("a/" + s, i + " of " + s + "y".repeat(200)));
                }
                run.durable().join(); // several records in the log
            }
            run.shard.retain("i", StoreRun.message("r", "kept"));
            run.durable().join();
        }
    }

    private void intoTables() throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            engine.compact();
        }
    }

    private Path largest(String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            int old = bytes.read();
            bytes.seek(at);
            bytes.write(old ^ 0x55);
        }
    }

    @Test
    void a_sound_store_is_sound() {
        StoreReport report = StoreCheck.check(folder);
        assertThat(report.faults()).isEmpty();
        assertThat(report.rows())
                .containsEntry("sessions", (long) SESSIONS)
                .containsEntry("inbox", (long) SESSIONS * MESSAGES)
                .containsEntry("retained", 1L);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 35, 50, 65, 80})
    void a_flipped_byte_in_a_table_is_refused_and_repair_saves_the_rest(int percent)
            throws IOException, RocksDBException {
        intoTables();
        Path table = largest(".sst");
        flip(table, Files.size(table) * percent / 100);
        assertThat(StoreCheck.check(folder).sound()).isFalse();

        StoreReport saved = StoreRepair.repair(folder, data.resolve("aside"));
        assertThat(saved.faults()).isNotEmpty();
        assertThat(data.resolve("aside").resolve(table.getFileName())).exists();
        StoreReport after = StoreCheck.check(folder);
        assertThat(after.rows().get("bodies")).isBetween(SESSIONS * MESSAGES * 8 / 10L, SESSIONS * MESSAGES - 1L);
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(SESSIONS);
            assertThat(run.retained).hasSize(1);
            assertThat(run.sessions.keySet().stream()
                            .mapToInt(session ->
                                    run.page(session, 0, MESSAGES).entries().size())
                            .sum())
                    .isEqualTo(after.rows().get("bodies").intValue());
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RECORDS") // which a start does not read
    void a_flipped_byte_in_the_first_block_of_any_table_is_refused(Table table) throws IOException, RocksDBException {
        try (StoreRun run = new StoreRun(folder)) {
            run.mark("client1", 1, 7);
            run.of("client1").received(5, null);
            run.offer(
                    run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults()), StoreRun.message("a", "x"));
            run.durable().join();
        }
        intoTables();
        List<Path> files = Damage.files(folder, table);
        assertThat(files).isNotEmpty();
        for (Path file : files) {
            flip(file, 8);
        }
        assertThatThrownBy(() -> new StoreRun(folder).close())
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("hongyan store repair");
        for (Path file : files) {
            flip(file, 8);
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(SESSIONS);
            assertThat(run.waiting()).isEqualTo(SESSIONS * MESSAGES - 1);
        }
    }

    @Test
    void a_flipped_byte_in_the_log_is_refused_with_the_command_that_repairs() throws IOException {
        Path log = largest(".log");
        flip(log, Files.size(log) / 2);
        assertThatThrownBy(() -> new StoreRun(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("hongyan store repair --data " + data);
        StoreReport promised = StoreCheck.check(folder);
        assertThat(promised.faults()).anyMatch(fault -> fault.contains("log " + log.getFileName() + " is damaged"));

        assertThat(StoreRepair.repair(folder, data.resolve("aside")).rows()).isEqualTo(promised.rows());
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions.size()).isBetween(SESSIONS / 2 - 2, SESSIONS);
        }
    }

    @Test
    void a_log_that_was_cut_off_in_its_last_record_loses_that_record_only() throws IOException {
        Path log = largest(".log");
        try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
            bytes.setLength(bytes.length() - 5);
        }
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(SESSIONS);
            assertThat(run.waiting()).isEqualTo(SESSIONS * MESSAGES);
            assertThat(run.retained).hasSize(1); // the last record contains the time only
        }
    }

    @Test
    void a_finished_log_that_lost_whole_records_is_refused() throws IOException, RocksDBException {
        Path log;
        long end;
        try (Engine engine = Engine.open(folder)) {
            write(engine, "first");
            log = newestLog();
            end = Files.size(log);
            write(engine, "second");
            assertThat(Files.size(log)).isGreaterThan(end);
            engine.flush(Table.RETAINED); // starts a new log; the other tables still need the old one
            write(engine, "third");
            assertThat(newestLog()).isNotEqualTo(log);
        }
        try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
            bytes.setLength(end);
        }
        assertThatThrownBy(() -> new StoreRun(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("hongyan store repair");
        StoreRepair.repair(folder, data.resolve("aside"));
        try (StoreRun run = new StoreRun(folder)) {
            assertThat(run.sessions).hasSize(SESSIONS);
        }
    }

    private static void write(Engine engine, String name) throws RocksDBException {
        RowBatch batch = new RowBatch();
        batch.put(Table.RECEIVED, KeyCodec.of(1, name), new byte[0]); // of a session that does not exist
        batch.put(
                Table.RETAINED,
                KeyCodec.of("i", name.getBytes(US_ASCII)),
                RowCodec.message(StoreRun.message(name, "x"), 1));
        engine.write(batch, true);
    }

    private Path newestLog() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    @Test
    void a_missing_file_is_refused() throws IOException, RocksDBException {
        intoTables();
        Path missing = largest(".sst");
        Files.delete(missing);
        assertThatThrownBy(() -> new StoreRun(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'./hongyan store check --data " + folder.getParent() + "'")
                .hasMessageContaining("'./hongyan store repair --data " + folder.getParent() + "'");
        assertThat(StoreCheck.check(folder).faults())
                .anyMatch(fault -> fault.contains("file " + missing.getFileName() + " of table bodies cannot be read"));
    }

    @Test
    void what_is_to_be_typed_about_damage_works_for_a_folder_with_a_space() {
        Path store = folder.resolve("it's $mine").resolve("store");
        try (Engine engine = Engine.open(store)) {
            assertThat(engine.advice())
                    .endsWith("'./hongyan store check --data \"" + folder.resolve("it's \\$mine") + "\"'");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 99, -1})
    void the_store_of_another_version_is_refused_with_both_numbers(int format) throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            batch.put(Table.META, FORMAT, ByteBuffer.allocate(4).putInt(format).array());
            engine.write(batch, true);
        }
        assertRefused("format " + format + ", this program reads format 1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8})
    void a_store_whose_format_is_not_a_number_is_refused(int length) throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            batch.put(Table.META, FORMAT, new byte[length]);
            engine.write(batch, true);
        }
        assertRefused("no format number");
    }

    @Test
    void a_store_with_rows_and_without_a_format_is_refused() throws RocksDBException {
        try (Engine engine = Engine.open(folder)) {
            RowBatch batch = new RowBatch();
            batch.delete(Table.META, FORMAT);
            engine.write(batch, true);
        }
        assertRefused("no format number");
    }

    private void assertRefused(String why) {
        assertThatThrownBy(() -> new StoreRun(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
        assertThatThrownBy(() -> StoreCheck.check(folder))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(why);
    }

    @Test
    void a_store_that_is_in_use_is_refused() {
        try (StoreRun _ = new StoreRun(folder)) {
            assertThatThrownBy(() -> new StoreRun(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused() throws IOException {
        Path file = Files.createFile(data.resolve("file"));
        assertThatThrownBy(() -> new StoreRun(file.resolve("store")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("make it writable");
    }
}
