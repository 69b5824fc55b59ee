package io.hongyan.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hongyan.server.config.ServerConfig;
import io.hongyan.server.config.source.ConfigSource;
import io.hongyan.server.data.Backup;
import io.hongyan.server.data.DataFolder;
import io.hongyan.server.data.DataFolderException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Goal: what a service writes is for its user alone, whoever made the data folder, and it takes no folder of others.
@DisabledOnOs(OS.WINDOWS)
class PrivateDataTest {
    @TempDir
    private Path parent;

    private ServerConfig config(Path data, String... more) {
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
        settings.addAll(List.of(more));
        return new ConfigSource(null, Map.of(), settings).read(new ArrayList<>());
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static List<Path> readableByOthers(Path data) throws IOException {
        try (Stream<Path> children = Files.list(data)) {
            List<Path> open = new ArrayList<>();
            for (Path child : children.toList()) {
                if (!permissions(child).endsWith("---")) {
                    open.add(child);
                }
            }
            return open;
        }
    }

    @Test
    void others_can_read_nothing_in_a_folder_that_they_can_enter() throws IOException {
        Path data = Files.createDirectory(parent.resolve("data"));
        permit(data, "rwxr-xr-x");
        try (Server _ = Server.start(config(data))) {
            assertThat(data.resolve("store")).isDirectory();
            assertThat(readableByOthers(data)).isEmpty();
        }
        assertThat(permissions(data)).isEqualTo("rwxr-xr-x");
    }

    @Test
    void a_start_takes_from_others_what_they_could_read() throws IOException {
        Path data = Files.createDirectory(parent.resolve("data"));
        permit(data, "rwxr-xr-x");
        Server.start(config(data)).close();
        Files.createDirectory(data.resolve("store.damaged-20260101-000000"));
        permit(data.resolve("store"), "rwxr-xr-x");
        permit(data.resolve("store.damaged-20260101-000000"), "rwxr-xr-x");
        permit(data.resolve("lock"), "rw-r--r--");
        permit(data.resolve("credentials.json"), "rw-r--r--");
        permit(data.resolve("admin.key"), "rw-r-----"); // for a group of operators
        Server.start(config(data)).close();
        assertThat(permissions(data.resolve("admin.key"))).isEqualTo("rw-r-----");
        assertThat(permissions(data.resolve("store"))).isEqualTo("rwx------");
        assertThat(permissions(data.resolve("lock"))).isEqualTo("rw-------");
        assertThat(readableByOthers(data)).isEmpty();
    }

    @Test
    void a_backup_is_for_the_owner_alone_and_so_is_each_thing_in_it() throws IOException {
        Path data = parent.resolve("data");
        Path copy = parent.resolve("copy");
        try (Server server = Server.start(config(data))) {
            new Operator(server.ports(), data).change("POST", "/backup", "{\"folder\": \"" + copy + "\"}");
        }
        assertThat(permissions(copy)).isEqualTo("rwx------");
        assertThat(permissions(copy.resolve("store"))).isEqualTo("rwx------");
        assertThat(readableByOthers(copy)).isEmpty();
    }

    @Test
    void a_copy_that_others_could_read_is_restored_for_the_owner_alone() throws IOException {
        Path data = parent.resolve("data");
        Server.start(config(data)).close();
        permit(data.resolve("store"), "rwxr-xr-x");
        permit(data.resolve("credentials.json"), "rw-r--r--");
        Path restored = Files.createDirectory(parent.resolve("restored"));
        permit(restored, "rwxr-xr-x");
        Backup.restore(data, restored);
        assertThat(readableByOthers(restored)).isEmpty();
    }

    @Test
    void a_folder_with_other_things_in_it_is_no_data_folder() throws IOException {
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.createDirectory(home.resolve("Documents"));
        Files.writeString(home.resolve("letter.txt"), "x");
        for (int i = 0; i < 2; i++) { // the first one leaves nothing that would make it one
            assertThatThrownBy(() -> Server.start(config(home)))
                    .isInstanceOf(DataFolderException.class)
                    .hasMessageContaining("was never used by Hongyan")
                    .hasMessageContaining("Documents, letter.txt; choose an empty or a new folder with --data");
            assertThatThrownBy(() -> DataFolder.check(home)).hasMessageContaining("was never used by Hongyan");
        }
        try (Stream<Path> children = Files.list(home)) {
            assertThat(children).hasSize(2);
        }
    }

    @Test
    void a_mounted_file_system_with_its_own_folders_is_taken() throws IOException {
        Path data = Files.createDirectory(parent.resolve("data"));
        Files.createDirectory(data.resolve("lost+found"));
        Files.createDirectory(data.resolve(".snapshot"));
        Server.start(config(data)).close();
        assertThat(data.resolve("metadata.json")).exists();
    }

    @Test
    void a_start_that_fails_before_it_has_begun_leaves_no_folder() throws IOException {
        Path data = parent.resolve("data");
        Path empty = Files.createDirectory(parent.resolve("empty"));
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = "listeners.tcp.port=" + taken.getLocalPort();
            assertThatThrownBy(() -> Server.start(config(data, port))).hasMessageContaining("another process");
            assertThatThrownBy(() -> Server.start(config(empty, port))).hasMessageContaining("another process");
        }
        assertThat(data).doesNotExist();
        assertThat(empty).isEmptyDirectory();
    }
}
