package io.hongyan.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hongyan.store.rocksdb.check.StoreRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that every write needs are removed while the store is in use. A copy of the folder is what a killed process
/// leaves.
class RemovedFilesTest {
    private static final int MESSAGES = 20;

    @TempDir
    private Path data;

    private static List<Path> logs(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    private static List<Durability> durabilities() {
        return List.of(new Durability.Always(), new Durability.Interval(Duration.ofMillis(1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void what_is_acknowledged_after_the_log_was_removed_survives_a_kill(int durability) throws IOException {
        Path store = data.resolve("store");
        Path killed = data.resolve("killed");
        try (StoreRun run = new StoreRun(store, durabilities().get(durability), DiskHook.NONE)) {
            run.session("a");
            run.append("a", 1, StoreRun.message("a", "before"));
            run.durable().join();
            for (Path log : logs(store)) {
                Files.delete(log);
            }
            for (int i = 2; i <= MESSAGES; i++) {
                run.append("a", i, StoreRun.message("a", "after"));
                run.durable().join();
            }
            if (durability > 0) {
                await().until(() -> !logs(store).isEmpty()); // looked at twice a second, or at the next sync
            }
            Damage.copy(store, killed);
            assertThat(run.store.fault()).isNull();
        }
        for (Path folder : List.of(killed, store)) {
            try (StoreRun run = new StoreRun(folder)) {
                assertThat(run.waiting()).isEqualTo(MESSAGES);
            }
        }
    }

    @Test
    void a_log_that_was_replaced_is_one_that_was_removed() throws IOException {
        Path store = data.resolve("store");
        try (StoreRun run = new StoreRun(store)) {
            run.session("a");
            run.durable().join();
            Path log = logs(store).getFirst();
            Path copy = data.resolve("copy");
            Files.copy(log, copy);
            Files.delete(log);
            Files.move(copy, log);
            run.append("a", 1, StoreRun.message("a", "after"));
            run.durable().join();
            Damage.copy(store, data.resolve("killed"));
        }
        try (StoreRun run = new StoreRun(data.resolve("killed"))) {
            assertThat(run.waiting()).isEqualTo(1);
        }
    }

    @Test
    void nothing_is_acknowledged_after_the_manifest_was_removed_and_a_repair_saves_everything() throws IOException {
        Path store = data.resolve("store");
        FaultyDisk disk = new FaultyDisk();
        try (StoreRun run = new StoreRun(store, Durability.ALWAYS, disk)) {
            run.session("a");
            run.append("a", 1, StoreRun.message("a", "before"));
            run.durable().join();
            Path manifest = Damage.manifest(store);
            Files.delete(manifest);
            run.append("a", 2, StoreRun.message("a", "after"));
            CompletableFuture<Void> durable = run.durable();
            await().until(() -> disk.reopenings() >= 2);
            assertThat(durable).isNotDone();
            assertThat(run.store.fault()).contains(manifest + " is gone").contains("store repair");
        }
        StoreRepair.repair(store, data.resolve("aside"));
        try (StoreRun run = new StoreRun(store)) {
            assertThat(run.texts("a", 0, 2)).containsExactly("before", "after");
        }
    }
}
