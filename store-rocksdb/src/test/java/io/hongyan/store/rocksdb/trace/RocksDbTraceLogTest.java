package io.hongyan.store.rocksdb.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.store.StoreException;
import io.hongyan.broker.store.TraceLog;
import io.hongyan.broker.store.TraceLog.Row;
import io.hongyan.broker.store.TraceLogContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The log of traces on disk.
class RocksDbTraceLogTest {
    private static final int HOUR = 500_000;
    private static final int HOURS = 8;

    @TempDir
    private Path data;

    @Nested
    class Contract extends TraceLogContract {
        @Override
        protected TraceLog open() {
            return RocksDbTraceLog.open(data.resolve("traces"));
        }
    }

    private static List<Row> rows(int hour, int part, int count) {
        Random random = new Random(hour + part); // cannot be compressed
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] value = new byte[1000];
            random.nextBytes(value);
            rows.add(new Row(hour, ("row" + part + "." + i).getBytes(UTF_8), value));
        }
        return rows;
    }

    private static int count(TraceLog log, int hour) {
        int[] rows = {0};
        log.scan(hour, "row".getBytes(UTF_8), true, (_, _) -> ++rows[0] > 0);
        return rows[0];
    }

    @Test
    void rows_and_sizes_are_there_after_a_restart() {
        Path folder = data.resolve("traces");
        Map<Integer, Long> hours;
        try (TraceLog log = RocksDbTraceLog.open(folder)) {
            log.append(rows(HOUR, 0, 10));
            log.append(rows(HOUR + 1, 0, 20));
            log.append(rows(HOUR + 2, 0, 5));
            log.drop(HOUR + 2);
            hours = log.hours();
        }
        try (TraceLog log = RocksDbTraceLog.open(folder)) {
            assertThat(log.hours()).isEqualTo(hours).containsOnlyKeys(HOUR, HOUR + 1);
            assertThat(count(log, HOUR)).isEqualTo(10);
            assertThat(count(log, HOUR + 1)).isEqualTo(20);
            assertThat(count(log, HOUR + 2)).isZero();
        }
    }

    @Test
    void dropped_hours_give_their_space_back() throws IOException {
        Path folder = data.resolve("traces");
        try (TraceLog log = RocksDbTraceLog.open(folder)) {
            for (int hour = 0; hour < HOURS; hour++) {
                for (int part = 0; part < 5; part++) {
                    log.append(rows(HOUR + hour, part, 1000));
                }
            }
            long before = bytes(folder);
            for (int hour = 0; hour < HOURS - 1; hour++) {
                log.drop(HOUR + hour);
            }
            assertThat(bytes(folder)).isLessThan(before / 2);
            assertThat(count(log, HOUR + HOURS - 1)).isEqualTo(5000);
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void nobody_but_the_owner_may_enter_the_folder() throws IOException {
        Path folder = data.resolve("traces");
        RocksDbTraceLog.open(folder).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void a_folder_that_cannot_be_used_is_told() throws IOException {
        Path file = Files.writeString(data.resolve("traces"), "");
        assertThatThrownBy(() -> RocksDbTraceLog.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("cannot open the traces in " + file);
    }
}
