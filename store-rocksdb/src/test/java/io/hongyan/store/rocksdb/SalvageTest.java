package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.OutboxKey;
import io.hongyan.broker.store.OutboxLimits;
import io.hongyan.broker.store.RecordTable.Change.Put;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.RocksDBException;

/// A repair saves what every file of a store has, whatever happened to the others, and a check tells the same
/// beforehand.
class SalvageTest {
    private static final int RUNS = 3;
    private static final int SESSIONS = 4;
    private static final int MESSAGES = 50;

    @TempDir
    private Path data;

    private Path store = Path.of("");
    private Path aside = Path.of("");
    private StoreReport before = new StoreReport(Map.of(), List.of());

    /// Each start writes the log of the one before as a file of each table; what the last run wrote is in the log.
    @BeforeEach
    void fill() {
        store = data.resolve("store");
        aside = data.resolve("aside");
        for (int r = 0; r < RUNS; r++) {
            try (StoreRun run = new StoreRun(store)) {
                for (int s = 0; s < SESSIONS; s++) {
                    String session = run.session("client" + r + "." + s);
                    for (int i = 1; i <= MESSAGES; i++) {
                        run.append(session, i, StoreRun.message("a", i + "y".repeat(200)));
                    }
                    run.mark(session, 1, 7);
                    run.of(session).received(5, null);
                    run.shard.retain("i", StoreRun.message("r/" + r + "/" + s, "kept"));
                    run.offer(
                            run.store.outbox(new OutboxKey("i", "rule"), OutboxLimits.defaults()),
                            StoreRun.message("a", "x"));
                    run.store
                            .records()
                            .write(List.of(new Put(new byte[] {(byte) r, (byte) s}, new byte[200])))
                            .join();
                }
                run.durable().join();
            }
        }
        before = StoreCheck.check(store);
        assertThat(before.faults()).isEmpty();
    }

    static Stream<Arguments> tables() {
        Set<Table> everyKind = EnumSet.of(Table.META, Table.SESSIONS, Table.INBOX, Table.BODIES);
        return Stream.of(Table.values())
                .flatMap(table -> Stream.of(Damage.values())
                        .filter(damage -> damage == Damage.FOOTER || everyKind.contains(table))
                        .map(damage -> Arguments.of(table, damage)));
    }

    private StoreReport repaired() {
        StoreReport promised = StoreCheck.check(store);
        assertThat(promised.sound()).isFalse();
        StoreReport saved = StoreRepair.repair(store, aside);
        assertThat(saved.rows()).isEqualTo(promised.rows());
        return saved;
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_damaged_file_takes_nothing_with_it_but_its_own_rows(Table table, Damage damage)
            throws IOException, RocksDBException {
        List<Path> files = Damage.files(store, table);
        assertThat(files.size()).isGreaterThanOrEqualTo(RUNS - 1);
        damage.to(files.getFirst());

        StoreReport saved = repaired();
        assertThat(saved.faults())
                .anyMatch(fault -> fault.contains(files.getFirst().getFileName() + " of table " + table.text()));
        Map<String, Long> rows = new HashMap<>(saved.rows());
        Map<String, Long> others = new HashMap<>(before.rows());
        long left = rows.remove(table.text());
        long all = others.remove(table.text());
        assertThat(rows).isEqualTo(others);
        assertThat(left).isGreaterThanOrEqualTo(table == Table.META ? 1 : all * (RUNS - 1) / RUNS);
        if (damage == Damage.BLOCK && table == Table.BODIES) {
            assertThat(left).isGreaterThan(all - MESSAGES);
        }

        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.sessions).hasSize(table == Table.SESSIONS ? SESSIONS * (RUNS - 1) : SESSIONS * RUNS);
        }
        assertThat(StoreCheck.check(store).faults())
                .allMatch(fault -> table == Table.BODIES && fault.contains("lost their content"));
    }

    @ParameterizedTest
    @EnumSource
    void numbers_that_are_lost_with_all_files_of_meta_do_not_go_back(Damage damage)
            throws IOException, RocksDBException {
        long starts;
        long time;
        try (Engine engine = Engine.open(store)) {
            starts = engine.starts();
            time = engine.recordedMillis();
            engine.compact();
        }
        try (StoreRun run = new StoreRun(store)) {
            run.append("client0.0", 99, StoreRun.message("a", "last")); // its body tells the start and the time
            run.durable().join();
        }
        Engine.open(store).close(); // writes the log as files
        for (Path file : Damage.files(store, Table.META)) {
            damage.to(file);
        }
        for (Path log : logs()) {
            Files.delete(log);
        }
        StoreReport saved = repaired();
        assertThat(saved.faults()).anyMatch(fault -> fault.contains("number of starts"));
        try (Engine engine = Engine.open(store)) {
            assertThat(engine.starts()).isGreaterThan(starts + 1);
            assertThat(engine.recordedMillis()).isGreaterThanOrEqualTo(time);
        }
        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.waiting()).isEqualTo(SESSIONS * RUNS * (MESSAGES - 1) + 1);
        }
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"CURRENT gone", "CURRENT flipped", "MANIFEST gone", "MANIFEST flipped", "MANIFEST cut"})
    void without_a_list_of_files_every_file_of_the_folder_is_read(String kind) throws IOException {
        Path file = kind.startsWith("CURRENT") ? store.resolve("CURRENT") : Damage.manifest(store);
        if (kind.endsWith("gone")) {
            Files.delete(file);
        } else if (kind.endsWith("flipped")) {
            Damage.flip(file, (int) Files.size(file) / 2);
        } else {
            try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
                bytes.setLength(bytes.length() / 2);
            }
        }
        StoreReport saved = repaired();
        assertThat(saved.rows()).isEqualTo(before.rows());
        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.waiting()).isEqualTo(SESSIONS * RUNS * (MESSAGES - 1));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_deleted_later_does_not_come_back(Damage damage) throws IOException, RocksDBException {
        try (StoreRun run = new StoreRun(store)) {
            for (int i = 1; i <= MESSAGES; i++) {
                run.done("client0.0", i);
            }
            run.durable().join();
            run.store.dropInstance("other").join();
        }
        damage.to(Damage.files(store, Table.INBOX).getLast());
        StoreReport saved = repaired();
        assertThat(saved.faults()).isNotEmpty();
        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.page("client0.0", 0, MESSAGES).entries()).isEmpty();
        }
    }

    @Test
    void a_deletion_in_a_log_counts_without_a_list_of_files() throws IOException {
        try (StoreRun run = new StoreRun(store)) {
            run.done("client0.0", 2);
            run.store.dropInstance("i").join();
        }
        Files.delete(Damage.manifest(store));
        StoreReport saved = repaired();
        assertThat(saved.rows()).containsEntry("retained", 0L);
        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.retained).isEmpty();
            assertThat(run.sessions).isEmpty();
        }
    }

    @Test
    void rows_between_damaged_blocks_and_in_other_files_are_saved() throws IOException, RocksDBException {
        Path other = data.resolve("other").resolve("store");
        int rows = 4000;
        try (Engine engine = Engine.open(other)) {
            put(engine, 0, rows, 2); // 0, 2, 4 ...
            engine.compact();
            put(engine, 1, rows, 2); // 1, 3, 5 ... in a file of the same range
            engine.flush(Table.values());
        }
        Engine.open(other).close();
        Path file = Damage.files(other, Table.BODIES).getFirst();
        int size = (int) Files.size(file);
        for (int part = 1; part <= 6; part++) {
            Damage.flip(file, size / 10 * part);
        }
        Damage.flip(file, size / 10 + 12_000); // not far from another one
        StoreReport saved = StoreRepair.repair(other, data.resolve("other").resolve("aside"));
        // a block of 4 KiB has about 15 rows
        assertThat(saved.rows().get("bodies")).isBetween(rows - 7 * 40L, rows - 7L);
    }

    private static void put(Engine engine, int from, int to, int step) throws RocksDBException {
        RowBatch batch = new RowBatch();
        Random random = new Random(from); // cannot be compressed
        for (int i = from; i < to; i += step) {
            byte[] payload = new byte[100];
            random.nextBytes(payload);
            String text = new String(payload, ISO_8859_1);
            batch.put(Table.BODIES, KeyCodec.of(i + 1L), RowCodec.message(StoreRun.message("a", text), 1));
        }
        engine.write(batch, true);
    }

    @Test
    void a_damaged_log_is_named_and_its_other_records_are_saved() throws IOException {
        Path log = logs().getFirst();
        Damage.flip(log, (int) Files.size(log) / 2);
        StoreReport saved = repaired();
        assertThat(saved.faults())
                .anyMatch(fault -> fault.contains(log.getFileName().toString()));
        assertThat(saved.rows().get("sessions")).isGreaterThanOrEqualTo((long) SESSIONS * (RUNS - 1));
    }

    @Test
    void a_check_changes_nothing() throws IOException, RocksDBException {
        Damage.FOOTER.to(Damage.files(store, Table.INBOX).getFirst());
        Map<Path, Long> files = times();
        StoreCheck.check(store);
        assertThat(times()).isEqualTo(files);
    }

    private Map<Path, Long> times() throws IOException {
        Map<Path, Long> times = new HashMap<>();
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.filter(file -> !file.getFileName().toString().startsWith("LOG"))
                    .toList()) {
                times.put(file, Files.getLastModifiedTime(file).toMillis());
            }
        }
        return times;
    }

    @Test
    void a_store_of_which_nothing_is_left_stays_as_it_is() throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            for (Path file : files.toList()) {
                if (file.toString().endsWith(".sst") || file.toString().endsWith(".log")) {
                    Files.delete(file);
                }
            }
        }
        assertThatThrownBy(() -> StoreRepair.repair(store, aside))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("go back to a copy");
        assertThat(store.resolve("CURRENT")).exists();
        assertThat(aside).doesNotExist();
        assertThat(data.resolve("store.repaired")).doesNotExist();
    }
}
