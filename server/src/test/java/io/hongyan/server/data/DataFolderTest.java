package io.hongyan.server.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Goal: one holder at a time, secrets for the owner alone, nothing half written.
class DataFolderTest {
    @TempDir
    private Path parent;

    @Test
    void a_new_folder_can_be_entered_by_its_owner_alone() throws IOException {
        Path path = parent.resolve("deep").resolve("data");
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(permissions(folder.path())).isEqualTo("rwx------");
            assertThat(folder.file("x")).isEqualTo(path.resolve("x"));
        }
    }

    @Test
    void a_second_holder_is_refused_and_told_who_has_it_until_the_first_lets_go() {
        Path path = parent.resolve("data");
        try (DataFolder _ = DataFolder.open(path)) {
            assertThatThrownBy(() -> DataFolder.open(path))
                    .isInstanceOf(DataFolderException.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--data");
        }
        DataFolder.open(path).close();
    }

    @Test
    void a_folder_that_is_a_file_is_refused_with_its_name() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        assertThatThrownBy(() -> DataFolder.open(file))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("file");
    }

    @Test
    void a_file_is_replaced_as_a_whole_and_stays_with_its_owner() throws IOException {
        Path file = parent.resolve("secret");
        Files.writeString(parent.resolve("secret.new"), "left by a crash");
        PrivateFiles.write(file, "one");
        PrivateFiles.write(file, "two");
        assertThat(file).hasContent("two");
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(parent.resolve("secret.new")).doesNotExist();
    }

    @Test
    void credentials_survive_and_do_not_show_the_secret() throws IOException {
        Credentials credentials = new Credentials("mqtt-cn-1", "AK", "SK-secret", "GID_demo", "demo");
        assertThat(Credentials.read(parent)).isEmpty();
        credentials.write(parent);
        assertThat(Credentials.read(parent)).contains(credentials);
        assertThat(permissions(Credentials.file(parent))).isEqualTo("rw-------");
        assertThat(credentials.toString()).doesNotContain("SK-secret");
    }

    @Test
    void damaged_credentials_are_reported_and_not_taken_for_missing() throws IOException {
        Files.writeString(Credentials.file(parent), "{\"instance\":");
        assertThatThrownBy(() -> Credentials.read(parent))
                .isInstanceOf(DataFolderException.class)
                .hasMessageContaining("credentials.json");
    }

    @Test
    void the_admin_key_is_made_once() throws IOException {
        String key = AdminKey.readOrMake(parent, new SecureRandom());
        assertThat(key).hasSizeGreaterThanOrEqualTo(40);
        assertThat(AdminKey.readOrMake(parent, new SecureRandom())).isEqualTo(key);
        assertThat(permissions(AdminKey.file(parent))).isEqualTo("rw-------");
        Files.writeString(AdminKey.file(parent), "\n");
        assertThatThrownBy(() -> AdminKey.readOrMake(parent, new SecureRandom()))
                .hasMessageContaining("is empty");
    }

    @Test
    void the_runtime_file_counts_only_while_its_process_lives() throws IOException {
        assertThat(RuntimeFile.read(parent)).isEmpty();
        assertThat(RuntimeFile.starting(parent)).isEmpty();
        RuntimeFile.begin(parent);
        assertThat(RuntimeFile.starting(parent))
                .hasValue(ProcessHandle.current().pid());
        assertThat(RuntimeFile.read(parent)).isEmpty();
        var running = new RuntimeFile.Running(ProcessHandle.current().pid(), Map.of("tcp", 1883));
        RuntimeFile.write(parent, running);
        assertThat(RuntimeFile.read(parent)).contains(running);
        assertThat(RuntimeFile.starting(parent)).isEmpty();
        RuntimeFile.write(parent, new RuntimeFile.Running(Long.MAX_VALUE, Map.of("tcp", 1883)));
        assertThat(RuntimeFile.read(parent)).isEmpty();
        RuntimeFile.remove(parent);
        RuntimeFile.remove(parent);
        assertThat(RuntimeFile.read(parent)).isEmpty();
    }

    /// A shell that is replaced by a program which never asks for the end of its child: that stays a zombie.
    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_that_was_killed_and_that_nobody_buried_is_not_running() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & echo $!; exec sleep 1000").start();
        try (BufferedReader out = parent.inputReader()) {
            long pid = Long.parseLong(out.readLine());
            RuntimeFile.write(this.parent, new RuntimeFile.Running(pid, Map.of("tcp", 1883)));
            assertThat(RuntimeFile.read(this.parent)).isPresent();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> RuntimeFile.read(this.parent).isEmpty());
            assertThat(Path.of("/proc/" + pid)).exists();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_later_process_with_the_same_id_is_not_the_service() throws IOException {
        long pid = ProcessHandle.current().pid();
        RuntimeFile.write(parent, new RuntimeFile.Running(pid, Map.of("tcp", 1883)));
        Path file = parent.resolve("runtime.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("(\"start\" *: *\")", "$19"));
        assertThat(Files.readString(file)).isNotEqualTo(text);
        assertThat(RuntimeFile.read(parent)).isEmpty();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
