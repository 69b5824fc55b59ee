package io.hongyan.store.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.store.RecordTable;
import io.hongyan.broker.store.RecordTable.Change;
import io.hongyan.store.rocksdb.check.StoreCheck;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that replaces all rows of a prefix again and again.
class RecordCrashTest {
    private static final int KILLS = 3;
    private static final int ROWS = 20;

    @TempDir
    private Path folder;

    /// Each write deletes the generation before and puts the next one, and is printed when it is durable.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
            RecordTable records = new StoreRun(Path.of(arguments[0])).store.records();
            for (long next = Long.parseLong(arguments[1]); ; next++) {
                List<Change> changes = new ArrayList<>();
                changes.add(new Change.DeletePrefix("g".getBytes(UTF_8)));
                for (int row = 0; row < ROWS; row++) {
                    changes.add(new Change.Put(("g" + next + "." + row).getBytes(UTF_8), new byte[100]));
                }
                records.write(changes).join();
                out.println(next);
            }
        }
    }

    @Test
    void after_a_kill_the_last_durable_write_is_there_as_a_whole() throws IOException, InterruptedException {
        long safe = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            Process child = child(safe + 1);
            long goal = safe + 200;
            BufferedReader output = child.inputReader();
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                safe = Long.parseLong(line);
                if (safe == goal) {
                    child.toHandle().destroyForcibly(); // leaves the stream open, to be read to its end
                }
            }
            child.waitFor();
            assertThat(safe).isGreaterThanOrEqualTo(goal);
            long left = generation();
            assertThat(left).isBetween(safe, safe + 1);
            safe = left;
            assertThat(StoreCheck.check(folder).faults()).isEmpty();
        }
    }

    /// Of which all rows are there, and no rows of any other.
    private long generation() {
        try (StoreRun run = new StoreRun(folder)) {
            List<String> keys = run.store.records().scan(new byte[0], null, RecordTable.MAX_ROWS).stream()
                    .map(row -> new String(row.key(), UTF_8))
                    .toList();
            assertThat(keys).hasSize(ROWS);
            String generation = keys.getFirst().substring(1, keys.getFirst().indexOf('.'));
            assertThat(keys).allMatch(key -> key.startsWith("g" + generation + "."));
            return Long.parseLong(generation);
        }
    }

    private Process child(long from) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString(),
                        Long.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
