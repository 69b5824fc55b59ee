package io.hongyan.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.broker.store.OpenStore;
import io.hongyan.broker.store.ShardStore;
import io.hongyan.server.Server;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.DataFolder;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Goal: `hongyan store` says what there is, changes no more than it must, and its exit code can be believed.
class StoreCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void make() throws IOException {
        data = folder.resolve("data");
        List<String> settings = new ArrayList<>(List.of("data=" + data, "bind=127.0.0.1"));
        for (String listener : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(listener + ".port=auto");
        }
        Server.start(new ConfigSource(null, Map.of(), settings).read(new ArrayList<>()))
                .close();
    }

    private int run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--data", data.toString()));
        arguments.addAll(List.of(more));
        return new CommandLine(new StoreCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }

    private Map<String, String> content() throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.toList()) {
                content.put(file.toString(), Files.size(file) + " " + Files.getLastModifiedTime(file));
            }
        }
        return content;
    }

    private Path log() throws IOException {
        try (Stream<Path> files = Files.list(DataFolder.store(data))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void a_check_leaves_no_trace_in_a_folder_without_a_lock() throws IOException {
        Files.delete(data.resolve("lock"));
        Map<String, String> before = content();
        assertThat(run("check")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("is sound");
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void a_check_of_a_folder_in_use_is_refused_and_leaves_the_lock_as_it_is() throws IOException {
        Map<String, String> before = content();
        assertThat(run("check")).isZero();
        assertThat(content()).isEqualTo(before);
        try (DataFolder _ = DataFolder.open(data)) {
            assertThat(run("check")).isEqualTo(1);
            assertThat(err.toString())
                    .contains("is in use by process", ProcessHandle.current().pid() + ";");
        }
    }

    @Test
    void a_sound_store_is_not_repaired() throws IOException {
        run("check");
        String store = content().toString().replaceAll("lock=[^,}]*", "");
        assertThat(run("repair")).isZero();
        assertThat(out.toString()).contains("there is nothing to repair");
        assertThat(content().toString().replaceAll("lock=[^,}]*", "")).isEqualTo(store);
    }

    @Test
    void damage_is_named_with_its_file_and_a_repair_that_loses_something_says_so() throws IOException {
        try (RocksDbStore store = RocksDbStore.open(
                DataFolder.store(data), Durability.ALWAYS, StoreLimits.defaults(), new SystemClock())) {
            ShardStore shard = store.shard(Runnable::run);
            store.clock(new SystemClock());
            for (int i = 0; i < 100; i++) {
                shard.retain("i", OpenStore.message("t/" + i, "kept"));
                CompletableFuture<Void> durable = new CompletableFuture<>();
                shard.whenDurable(() -> durable.complete(null));
                durable.join();
            }
        }
        Path log = log();
        try (RandomAccessFile bytes = new RandomAccessFile(log.toFile(), "rw")) {
            long middle = bytes.length() / 2;
            bytes.seek(middle);
            int was = bytes.read();
            bytes.seek(middle);
            bytes.write(~was); // another one than is there, whatever that is
        }
        assertThat(run("check")).isEqualTo(1);
        assertThat(out.toString()).contains("damage: ", log.getFileName().toString(), "is damaged; this saves");
        assertThat(err.toString()).isEmpty();
        assertThat(run("repair")).isEqualTo(2);
        assertThat(out.toString()).contains("lost: ", " is new and holds the rows above");
        out.getBuffer().setLength(0);
        assertThat(run("check")).as(out.toString()).isZero();
    }
}
