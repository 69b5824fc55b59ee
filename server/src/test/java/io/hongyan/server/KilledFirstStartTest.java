package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.broker.SystemClock;
import io.hongyan.broker.config.StoreLimits;
import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Credentials;
import io.hongyan.server.data.DataFolderException;
import io.hongyan.store.rocksdb.Durability;
import io.hongyan.store.rocksdb.RocksDbStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Folders as a first start leaves them that is killed between two files: the next start goes on from there.
class KilledFirstStartTest {
    @TempDir
    private Path parent;

    private ServerConfig config() {
        List<String> settings = new ArrayList<>(List.of("data=" + data(), "bind=127.0.0.1", "broker.shards=1"));
        for (String off : List.of(
                "listeners.tcp",
                "listeners.tls",
                "listeners.ws",
                "listeners.wss",
                "listeners.amqp",
                "listeners.amqps",
                "metrics",
                "admin")) {
            settings.add(off + ".port=0");
        }
        return new ConfigSource(null, Map.of(), settings).read(new ArrayList<>());
    }

    private Path data() {
        return parent.resolve("data");
    }

    private void started() throws IOException {
        Server.start(config()).close();
        assertThat(Credentials.read(data())).isPresent();
    }

    @Test
    void between_the_key_and_the_certificate_of_tls() throws IOException {
        Path tls = Files.createDirectories(data().resolve("tls"));
        Files.writeString(tls.resolve("server.key"), "a key without a certificate is made anew");
        Files.writeString(tls.resolve("server.crt.new"), "-----BEGIN");
        Files.writeString(data().resolve("admin.key.new"), "");
        started();
        assertThat(tls.resolve("server.crt")).exists();
    }

    @Test
    void a_folder_with_something_else_in_tls_is_none_of_ours() throws IOException {
        Files.createDirectories(data().resolve("tls"));
        Files.writeString(data().resolve("tls/web.key"), "");
        assertThatThrownBy(() -> Server.start(config()))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("other things are in it: tls");
    }

    @Test
    void while_the_store_is_made() throws IOException {
        Path store = data().resolve("store");
        Files.createDirectories(data());
        RocksDbStore.open(store, Durability.ALWAYS, StoreLimits.defaults(), new SystemClock())
                .close();
        assertThat(removed(store)).isNotEmpty();
        assertThat(store.resolve("CURRENT")).exists();
        started();
    }

    @Test
    void a_store_that_was_in_use_and_lost_its_files_is_not_made_anew() throws IOException {
        started();
        assertThat(removed(data().resolve("store"))).isNotEmpty();
        assertThatThrownBy(() -> Server.start(config())).isInstanceOf(DataFolderException.class);
    }

    private static List<Path> removed(Path store) throws IOException {
        List<Path> removed;
        try (Stream<Path> files = Files.list(store)) {
            removed = files.filter(file -> file.toString().matches(".*\\.(log|sst)"))
                    .toList();
        }
        for (Path each : removed) {
            Files.delete(each);
        }
        return removed;
    }

    @Test
    void between_the_metadata_and_the_credentials() throws IOException {
        started();
        Path credentials = data().resolve("credentials.json");
        Path prepared = data().resolve("credentials.json.prepared");
        String made = Files.readString(credentials);
        Files.move(credentials, prepared);
        started();
        assertThat(credentials).hasContent(made);
        assertThat(prepared).doesNotExist();
    }

    @Test
    void credentials_of_other_metadata_are_not_taken_for_these() throws IOException {
        started();
        Path prepared = data().resolve("credentials.json.prepared");
        String made = Files.readString(data().resolve("credentials.json"));
        Files.writeString(prepared, made.replaceFirst("(\"secretKey\" : \")", "$1x"));
        started();
        assertThat(data().resolve("credentials.json")).hasContent(made);
        assertThat(prepared).doesNotExist();
    }
}
